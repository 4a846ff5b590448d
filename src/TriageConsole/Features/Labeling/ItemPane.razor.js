// The marked turn: the questions about one message are on screen at a time, and the conversation marks that message.

const turnsOf = pane => [...new Set([...pane.querySelectorAll('.criterion[data-turn]')].map(c => c.dataset.turn))];
const messageOf = (pane, turn) => pane.querySelector(`[data-reading] [data-turn="${turn}"]`);

export function markTurn(pane, turn) {
  if (!turn || pane.dataset.turn === turn) return;
  pane.dataset.turn = turn;
  showTurn(pane);
  for (const other of pane.querySelectorAll('[data-reading] [data-marked]')) other.removeAttribute('data-marked');
  const message = messageOf(pane, turn);
  message?.setAttribute('data-marked', '');
  message?.scrollIntoView({ block: 'nearest' });
  const now = pane.querySelector('[data-turn-now]');
  if (!now) return;
  const turns = turnsOf(pane);
  const who = message?.querySelector('.who')?.textContent;
  now.textContent = `Message ${turn}${who ? `, ${who}` : ''} (${turns.indexOf(turn) + 1} of ${turns.length})`;
}

// Questions that an answer brings up appear without the mark.
export function showTurn(pane) {
  for (const criterion of pane.querySelectorAll('.criterion[data-turn]'))
    criterion.toggleAttribute('data-marked', criterion.dataset.turn === pane.dataset.turn);
}

export function markFirstTurn(pane) {
  if (!pane.dataset.turn) markTurn(pane, turnsOf(pane)[0]);
}

// The first open question of the next or previous message; null at the end.
export function nearTurn(pane, by) {
  const turns = turnsOf(pane);
  return firstOf(pane, turns[turns.indexOf(pane.dataset.turn) + by]);
}

// The message that was clicked, unless the click selected text or was for a control.
export function clickedTurn(event) {
  const message = event.target.closest('[data-reading] [data-turn]');
  if (!message || event.target.closest('a, button, summary, input') || !document.getSelection()?.isCollapsed) return null;
  return firstOf(message.closest('.pane'), message.dataset.turn);
}

function firstOf(pane, turn) {
  const all = turn ? [...pane.querySelectorAll(`.criterion[data-turn="${turn}"]`)] : [];
  return all.find(c => !c.dataset.answered) ?? all[0] ?? null;
}

// Marks the selected part of the response.
export function mark(button) {
  const pane = button.closest('.pane');
  const output = pane.querySelector('[data-output]');
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || chosen.rangeCount === 0) return;
  const range = chosen.getRangeAt(0);
  if (!output.contains(range.startContainer) && !output.contains(range.endContainer)) return;
  const start = output.contains(range.startContainer) ? offset(output, range.startContainer, range.startOffset) : 0;
  const end = output.contains(range.endContainer) ? offset(output, range.endContainer, range.endOffset) : output.textContent.length;
  if (end <= start) return;
  const sink = button.closest('.criterion').querySelector('[data-span-sink]');
  sink.value = `${start},${end},${button.dataset.spanType}`;
  sink.dispatchEvent(new Event('change', { bubbles: true }));
  chosen.removeAllRanges();
}

function offset(output, node, at) {
  const before = document.createRange();
  before.selectNodeContents(output);
  before.setEnd(node, at);
  return before.toString().length;
}

// Keys that scroll the conversation while the focus is on an answer.
export function read(event, pane, target) {
  const reading = pane.querySelector('[data-reading]');
  const onControl = target.closest?.('input, button, summary, a');
  const page = reading.clientHeight * 0.85;
  const by = { PageDown: page, PageUp: -page, ' ': event.shiftKey ? -page : page, Home: -1e9, End: 1e9 }[event.key];
  if (by === undefined || (event.key === ' ' && onControl)) return;
  event.preventDefault();
  reading.scrollBy({ top: by });
}
