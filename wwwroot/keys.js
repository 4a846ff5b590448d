// Which key was meant, whatever the keyboard, and whether an input method is at work.

const questionMarks = new Set(['?', '؟', '？', '՞', '⸮']);

// What the key wrote, where that is a Latin letter or a digit of any script; else its place on the keyboard. So Dvorak's o is an o, and
// Cyrillic ы, Hebrew ד and the digit row of a French keyboard (&, é, ") are s, s and 1, 2, 3.
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
  // The digits of a script stand side by side, ten to a row.
  let zero = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((character.codePointAt(0) - zero) % 10);
}

// When the last composition ended; its last key may be heard after it, until it is let go.
let composed = null;
document.addEventListener('compositionend', event => { composed = event.timeStamp; }, true);
document.addEventListener('keyup', () => { composed = null; }, true);

export function isComposing(event) {
  return event.isComposing || event.keyCode === 229 || (composed !== null && event.timeStamp - composed < 500);
}
