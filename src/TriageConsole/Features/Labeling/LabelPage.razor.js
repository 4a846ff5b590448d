import { isComposing, keepInside, keyOf } from '../../keys.js';
import { clickedTurn, mark, markFirstTurn, markTurn, nearTurn, read, showTurn } from './ItemPane.razor.js';

// Keys press the native controls on screen: the browser answers at once, the server hears an ordinary click.
let root = null;
let observer = null;
let connection = null;
let advanceFrom = null;
let kept = null;

const answersByDigit = new Set(['yes_no', 'one_of', 'ordinal', 'preference']);

export function start(element) {
  root = element;
  document.addEventListener('keydown', onKey, true);
  window.addEventListener('pagehide', keepUnheard);
  root.addEventListener('focusin', onFocus);
  root.addEventListener('mousedown', onMouseDown);
  root.addEventListener('click', onClick);
  root.addEventListener('click', turn, true);
  connection = new MutationObserver(connected);
  for (const change of ['online', 'offline']) window.addEventListener(change, connected);
  connection.observe(reconnectNotice(), { attributes: true, attributeFilter: ['class'] });
  observer = new MutationObserver(onChange);
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-ready', 'data-problem'] });
  kept = JSON.parse(sessionStorage.getItem(keptKey));
  sessionStorage.removeItem(keptKey);
  const pane = activePane();
  if (!pane) return;
  enter(pane);
  giveBack(pane);
  prepare(pane.nextElementSibling);
}

export function stop() {
  document.removeEventListener('keydown', onKey, true);
  window.removeEventListener('pagehide', keepUnheard);
  for (const change of ['online', 'offline']) window.removeEventListener(change, connected);
  observer?.disconnect();
  connection?.disconnect();
  root = null;
}

export const alive = () => true; // Asked by the server: whether this window is still there.

const keptKey = 'label-unheard';
const reconnectNotice = () => document.getElementById('components-reconnect-modal');
const away = () => /components-reconnect-(show|failed|rejected)/.test(reconnectNotice()?.className);
const activePane = () => root?.querySelector('.pane:not([data-done])');
const criteria = pane => [...pane.querySelectorAll('.criterion')];
const active = pane => pane.querySelector('.criterion[data-active]') ?? pane.querySelector('.criterion');
// Keys in a dialog or a text field outside this page, such as the search, are not for its items.
const isForeign = e => !root.contains(e) && (isText(e) || e.closest?.('[role="dialog"]'));
const isText = e => e.tagName === 'TEXTAREA' || (e.tagName === 'INPUT' && !['radio', 'checkbox', 'button', 'submit'].includes(e.type));

function onKey(event) {
  if (!root || event.defaultPrevented || isForeign(event.target)) return;
  if (isComposing(event)) {
    // The Enter that ended a composition must not send the form either.
    if (event.key === 'Enter' && !event.isComposing) event.preventDefault();
    return;
  }
  const typed = keyOf(event);
  // The person's own letters stand for those of the standard.
  const key = /^[a-z]$/.test(typed) ? JSON.parse(root.dataset.letters)[typed] ?? '' : typed;
  const sheet = root.querySelector('.sheet');
  if (sheet) return sheetKey(event, sheet);
  const pane = activePane();
  const target = event.target;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return pane && press(event, pane.querySelector('[data-key="Enter"]'));
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isText(target)) return textKey(event, pane);
  if (event.key === 'Enter') {
    if (event.repeat) return event.preventDefault();
    if (target.closest?.('button, a, summary')) return;
    return pane && press(event, pane.querySelector('[data-key="Enter"]'));
  }
  if (key === 'u' || key === 's' || key === 'f' || key === 'c' || key === '?') return press(event, root.querySelector(`.label-tools [data-key="${key}"]`));
  if (!pane) return;
  if (/^[0-9]$/.test(key)) return digit(event, pane, key);
  if (key === 'j' || key === 'k') return turnTo(event, nearTurn(pane, key === 'j' ? 1 : -1));
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return move(event, pane, event.key === 'ArrowDown' ? 1 : -1);
  read(event, pane, target);
}

function press(event, control) {
  event.preventDefault();
  if (!control || control.disabled || event.repeat) return;
  // A click on the chosen option is no change. What the server draws for an earlier answer can have chosen it, so the server is told.
  if (control.type === 'radio' && control.checked) control.dispatchEvent(new Event('change', { bubbles: true }));
  else control.click();
}

// The next item stands ready behind this one: it is shown at once. The focus, which computes a layout, and the submit come after its
// frame: at its first task they can still delay what the browser draws. One at a time, so that a server that does not hear leaves no
// more than one behind.
const afterPaint = 8;
function turn(event) {
  const pane = event.target.closest('[data-key="Enter"]')?.closest('.pane');
  const form = pane?.querySelector('form');
  const next = pane?.nextElementSibling;
  if (!form?.dataset.ready || pane !== activePane() || !next?.classList.contains('pane') || away() || root.querySelector('.pane[data-done]')) return;
  event.preventDefault();
  pane.dataset.done = 'yes';
  requestAnimationFrame(() => setTimeout(() => {
    if (activePane() === next && !next.contains(document.activeElement)) enter(next);
    form.requestSubmit();
  }, afterPaint));
}

// An answer that was still on its way made the form incomplete.
function turnBack(form) {
  const pane = form.closest('.pane');
  if (form.dataset.ready || !pane?.dataset.done) return false;
  delete pane.dataset.done;
  return true;
}

// What the server last said about saving is not true while it cannot be reached.
function connected() {
  root?.toggleAttribute('data-offline', away() || !navigator.onLine);
  sendAgain();
}

// The submit of a page that was turned may have been lost with the connection; the server takes it once.
function sendAgain() {
  if (away()) return;
  for (const pane of root?.querySelectorAll('.pane[data-done]') ?? []) pane.querySelector('form').requestSubmit();
}

function textKey(event, pane) {
  if (event.key === 'Escape') {
    event.preventDefault();
    if (pane) focusOn(active(pane), false);
  } else if (event.key === 'Enter' && event.target.tagName === 'INPUT' && event.target.closest('.criterion')) {
    press(event, pane?.querySelector('[data-key="Enter"]'));
  }
}

function sheetKey(event, sheet) {
  // The list of people to mention is open: its field takes the key.
  if (event.target.dataset?.open) return;
  if (event.key === 'Tab') return keepInside(event, sheet);
  if (event.key === 'Escape') {
    // Out of a note first, so that a digit can choose its kind.
    if (isText(event.target) && event.target.value) { event.preventDefault(); return sheet.querySelector('button')?.focus(); }
    return press(event, sheet.querySelector('[data-key="Escape"]'));
  }
  if (isText(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = keyOf(event);
  if (/^[0-9]$/.test(key)) press(event, sheet.querySelector(`[data-key="${key}"]`));
}

function digit(event, pane, key) {
  const criterion = active(pane);
  const control = criterion?.querySelector(`[data-key="${key}"]`);
  if (!control) return;
  press(event, control);
  if (control.hasAttribute('data-opens-text')) advanceFrom = { criterion, text: true };
  else if (answersByDigit.has(criterion.dataset.kind)) advance(pane, criterion);
}

// On to the next choice without an answer; one that the answer brings up is waited for.
function advance(pane, criterion) {
  const next = nextOpen(pane, criterion);
  if (next) { advanceFrom = null; activate(next); } else advanceFrom = { criterion };
}

function nextOpen(pane, criterion) {
  const all = criteria(pane);
  return all.slice(all.indexOf(criterion) + 1).find(c => !c.dataset.answered && (answersByDigit.has(c.dataset.kind) || c.dataset.kind === 'many_of'));
}

function move(event, pane, by) {
  event.preventDefault();
  advanceFrom = null;
  const all = criteria(pane);
  const next = all[all.indexOf(active(pane)) + by];
  if (next) focusOn(next, true);
}

function turnTo(event, criterion) {
  if (!criterion) return;
  event.preventDefault();
  advanceFrom = null;
  focusOn(criterion, false);
}

function focusOn(criterion, intoText) {
  if (!criterion) return;
  activate(criterion);
  const control = intoText && criterion.querySelector('textarea, input[type="number"]');
  (control || criterion).focus({ preventScroll: true });
}

function activate(criterion) {
  const pane = criterion.closest('.pane');
  if (criterion.hasAttribute('data-active') && pane.dataset.prepared) return;
  for (const other of pane.querySelectorAll('.criterion[data-active]')) other.removeAttribute('data-active');
  criterion.setAttribute('data-active', '');
  markTurn(pane, criterion.dataset.turn);
  criterion.scrollIntoView({ block: 'nearest' });
}

const firstOpen = pane =>
  criteria(pane).find(c => !c.dataset.answered && (answersByDigit.has(c.dataset.kind) || c.dataset.kind === 'many_of')) ?? pane.querySelector('.criterion');

function enter(pane) {
  advanceFrom = null;
  markFirstTurn(pane);
  const first = firstOpen(pane);
  if (first && !root.querySelector('.sheet')) focusOn(first, false);
  delete pane.dataset.prepared;
}

// The pane behind is marked and scrolled while nobody waits, so that turning to it changes nothing but which one is visible.
function prepare(pane) {
  if (!pane?.classList.contains('pane') || pane.dataset.prepared || !pane.checkVisibility()) return;
  markFirstTurn(pane);
  const first = firstOpen(pane);
  if (!first) return;
  activate(first);
  pane.dataset.prepared = 'yes';
}

function onFocus(event) {
  const criterion = event.target.closest?.('.criterion');
  if (criterion) activate(criterion);
}

// A press on a kind of mark must not take the selection away.
function onMouseDown(event) {
  if (event.target.closest('[data-span-type]')) event.preventDefault();
}

function onClick(event) {
  const button = event.target.closest('[data-span-type]');
  if (button) return mark(button);
  const by = event.target.closest('[data-turn-by]');
  turnTo(event, by ? nearTurn(by.closest('.pane'), Number(by.dataset.turnBy)) : clickedTurn(event));
}

// What is answered while the server is away reaches nobody: the browser keeps it over the reload that brings the server back.
function keepUnheard() {
  const pane = activePane();
  if (!pane || !away()) return;
  const answers = fields(pane).map(({ place, control }) => ({ place, value: control.value, checked: control.checked }));
  sessionStorage.setItem(keptKey, JSON.stringify({ item: pane.dataset.pane, answers }));
}

// Answers as a person would give them; one that only another brings up is given when it is there.
function giveBack(pane) {
  if (!kept) return;
  if (kept.item !== pane.dataset.pane) { kept = null; return; }
  const there = new Map(fields(pane).map(({ place, control }) => [place, control]));
  const given = kept.answers.filter(a => there.has(a.place));
  kept.answers = kept.answers.filter(a => !there.has(a.place));
  for (const { place, value, checked } of given) {
    const control = there.get(place);
    if (isText(control)) {
      if (control.value === value) continue;
      control.value = value;
      control.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (control.checked !== checked && (checked || control.type === 'checkbox')) control.click();
  }
}

const fields = pane => criteria(pane).flatMap(criterion =>
  [...criterion.querySelectorAll('input:not([data-span-sink]), textarea')].map((control, at) => ({ place: `${criterion.dataset.criterion} ${at}`, control })));

function onChange(changes) {
  if (!root) return;
  const sheet = root.querySelector('.sheet');
  if (sheet && !sheet.contains(document.activeElement)) sheet.querySelector('button')?.focus();
  let pane = activePane();
  if (!pane) return;
  const refused = changes.some(c => c.attributeName === 'data-ready' && turnBack(c.target));
  if (refused) pane = activePane();
  showTurn(pane);
  if (changes.some(c => c.addedNodes.length > 0)) prepare(pane.nextElementSibling);
  const problem = changes.find(c => c.attributeName === 'data-problem') && pane.querySelector('.criterion[data-problem]');
  if (problem) return focusOn(problem, true);
  const shown = changes.some(c => [...c.addedNodes, ...c.removedNodes].some(n => n.classList?.contains('pane')));
  const closed = changes.some(c => [...c.removedNodes].some(n => n.classList?.contains('sheet-back')));
  if (closed || refused || (shown && !pane.contains(document.activeElement))) return enter(pane);
  if (kept) giveBack(pane);
  if (advanceFrom) follow(pane);
}

function follow(pane) {
  const { criterion, text } = advanceFrom;
  if (!pane.contains(criterion)) { advanceFrom = null; return; }
  if (text) {
    const area = criterion.querySelector('textarea');
    if (area) { advanceFrom = null; area.focus(); }
    return;
  }
  const next = nextOpen(pane, criterion);
  if (next) { advanceFrom = null; activate(next); }
}
