import { isComposing, keyOf } from "../keys.js";

const listeners = new WeakMap();

export function attach(root) {
  // The page can have removed the table before this call arrived.
  if (!root) return;
  const onKey = e => {
    if (e.ctrlKey || e.metaKey || e.altKey || isComposing(e) || e.target.closest("input, select, textarea, button, [contenteditable]")) return;
    const key = keyOf(e);
    const step = key === "j" ? 1 : key === "k" ? -1 : 0;
    if (step === 0) return;
    const links = [...root.querySelectorAll("a.row-link")];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    const next = links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    e.preventDefault();
  };
  document.addEventListener("keydown", onKey);
  listeners.set(root, onKey);
}

export function detach(root) {
  const onKey = root && listeners.get(root);
  if (onKey) document.removeEventListener("keydown", onKey);
}
