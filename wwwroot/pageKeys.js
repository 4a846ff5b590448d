// Keys of lists and forms, followed from the moment these are seen: markup says what it answers to.
//   data-keys="rows":    J and K move the focus between the row links inside; Enter opens the focused link.
//   data-step="-1", "1": [ and ], or K and J, follow the link.
//   data-keys="answers": digits choose answers in the form inside; Enter submits it.
import { isComposing, keyOf } from './keys.js';

const steps = { '[': '-1', k: '-1', ']': '1', j: '1' };
const textFields = 'select, textarea, [contenteditable], [role=combobox], [role=listbox], input:not([type=radio], [type=checkbox])';

document.addEventListener('keydown', event => {
  if (event.metaKey || isComposing(event) || !(event.target instanceof Element)) return;
  // "[" and "]" need AltGr on some keyboards, which browsers report as Ctrl and Alt.
  const isBracket = event.key === '[' || event.key === ']';
  if (!isBracket && (event.ctrlKey || event.altKey)) return;
  const key = isBracket ? event.key : keyOf(event);
  if (!followStep(event, key) && !moveInRows(event, key)) chooseAnswer(event, key);
});

function followStep(event, key) {
  const link = Object.hasOwn(steps, key) && document.querySelector(`a[data-step="${steps[key]}"]`);
  if (!link || event.repeat || event.target.closest('input, select, textarea, [contenteditable]')) return false;
  event.preventDefault();
  link.click();
  return true;
}

function moveInRows(event, key) {
  const step = key === 'j' ? 1 : key === 'k' ? -1 : 0;
  if (step === 0 || event.target.closest('input, select, textarea, button, [contenteditable]')) return false;
  const focused = document.activeElement;
  const root = focused?.closest('[data-keys="rows"]');
  const links = [...(root ?? document).querySelectorAll(root ? 'a.row-link' : '[data-keys="rows"] a.row-link')];
  if (links.length === 0) return false;
  const at = links.indexOf(focused);
  const next = links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  event.preventDefault();
  return true;
}

function chooseAnswer(event, key) {
  const root = document.querySelector('[data-keys="answers"]');
  if (!root || event.repeat || event.target.closest(textFields)) return false;
  // Radio buttons and buttons submit the form themselves.
  if (key === 'Enter' && root.contains(event.target) && !event.target.closest('a, button, input, summary')) {
    event.preventDefault();
    root.querySelector('form')?.requestSubmit();
    return true;
  }
  if (!/^[1-9]$/.test(key)) return false;
  // The criterion with the focus, otherwise the first one.
  const focused = document.activeElement?.closest('.criterion');
  const criterion = focused ?? root.querySelector('.criterion');
  if (!criterion || !root.contains(criterion)) return false;
  const choice = criterion.querySelector(`[data-key="${key}"]`);
  if (!choice) return false;
  event.preventDefault();
  choice.focus();
  choice.click();
  // Several choices can follow each other; after a single one the next criterion is next.
  if (choice.type !== 'radio') return true;
  const all = [...root.querySelectorAll('.criterion')];
  all[all.indexOf(criterion) + 1]?.focus();
  return true;
}
