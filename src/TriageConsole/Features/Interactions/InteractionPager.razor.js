import { isComposing, keyOf } from "../../keys.js";

const steps = { "[": "-1", k: "-1", "]": "1", j: "1" };
const listeners = new WeakMap();

export function attach(root) {
  // The page can have removed the links before this call arrived.
  if (!root) return;
  const onKey = e => {
    // "[" and "]" need AltGr on some keyboards, which browsers report as Ctrl and Alt.
    const isBracket = e.key === "[" || e.key === "]";
    if (e.metaKey || e.repeat || isComposing(e) || (!isBracket && (e.ctrlKey || e.altKey))) return;
    if (e.target.closest("input, select, textarea, [contenteditable]")) return;
    const link = root.querySelector(`a[data-step="${steps[isBracket ? e.key : keyOf(e)]}"]`);
    if (!link) return;
    e.preventDefault();
    link.click();
  };
  document.addEventListener("keydown", onKey);
  listeners.set(root, onKey);
}

export function detach(root) {
  const onKey = root && listeners.get(root);
  if (onKey) document.removeEventListener("keydown", onKey);
}
