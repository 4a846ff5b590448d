// Determines the intended key on any keyboard layout, and whether an input method (IME) is composing.

const questionMarks = new Set(['?', '؟', '？', '՞', '⸮']);

// Returns the typed character if it is a Latin letter or a digit of any script; otherwise the key at that position of a US keyboard. So o
// on Dvorak is o, and Cyrillic ы, Hebrew ד and the digit row of a French keyboard (&, é, ") are s, s and 1, 2, 3.
export function keyOf(event) {
  const key = event.key ?? '';
  if (/^[A-Za-z0-9]{2,}$/.test(key)) return key;
  const character = halfWidth(key);
  if (questionMarks.has(character)) return '?';
  if (/^[A-Za-z]$/.test(character)) return character.toLowerCase();
  const digit = digitOf(character);
  if (digit !== null) return digit;
  if (/^(Digit|Numpad)[0-9]$/.test(event.code) && !event.shiftKey) return event.code.at(-1);
  if (/^Key[A-Z]$/.test(event.code) && character !== '' && !/[\p{ASCII}\p{Script=Latin}]/u.test(character)) return event.code[3].toLowerCase();
  return key;
}

function halfWidth(key) {
  return key >= '！' && key <= '～' && key.length === 1 ? String.fromCharCode(key.charCodeAt(0) - 0xfee0) : key;
}

function digitOf(character) {
  if (!/^\p{Nd}$/u.test(character)) return null;
  // The ten digits of a script have consecutive code points.
  let zero = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((character.codePointAt(0) - zero) % 10);
}

// The time of the end of the last composition. Its last key event can follow it, until keyup.
let composed = null;
document.addEventListener('compositionend', event => { composed = event.timeStamp; }, true);
document.addEventListener('keyup', () => { composed = null; }, true);

export function isComposing(event) {
  return event.isComposing || event.keyCode === 229 || (composed !== null && event.timeStamp - composed < 500);
}

// Tab goes around inside an open sheet.
export function keepInside(event, sheet) {
  const stops = [...sheet.querySelectorAll('button:not(:disabled), input, textarea')];
  const at = stops.indexOf(document.activeElement);
  const next = event.shiftKey ? at - 1 : at + 1;
  if (next >= 0 && next < stops.length && at >= 0) return;
  event.preventDefault();
  stops[event.shiftKey ? stops.length - 1 : 0].focus();
}
