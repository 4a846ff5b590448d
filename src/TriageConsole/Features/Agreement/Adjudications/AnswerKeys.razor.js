import { isComposing, keyOf } from "../../../keys.js";

const listeners = new WeakMap();
const textFields = "select, textarea, [contenteditable], [role=combobox], [role=listbox], input:not([type=radio], [type=checkbox])";

export function attach(root) {
  const onKey = e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || isComposing(e) || e.target.closest(textFields)) return;
    const key = keyOf(e);
    // Radio buttons and buttons submit the form themselves.
    if (key === "Enter" && root.contains(e.target) && !e.target.closest("a, button, input, summary")) {
      e.preventDefault();
      root.querySelector("form")?.requestSubmit();
      return;
    }
    if (!/^[1-9]$/.test(key)) return;
    // The criterion with the focus, otherwise the first one.
    const criterion = document.activeElement?.closest(".criterion") ?? root.querySelector(".criterion");
    if (!criterion || !root.contains(criterion)) return;
    const choice = criterion.querySelector(`[data-key="${key}"]`);
    if (!choice) return;
    e.preventDefault();
    choice.focus();
    choice.click();
    // Several choices can follow each other; after a single one the next criterion is next.
    if (choice.type !== "radio") return;
    const all = [...root.querySelectorAll(".criterion")];
    all[all.indexOf(criterion) + 1]?.focus();
  };
  document.addEventListener("keydown", onKey);
  listeners.set(root, onKey);
}

export function detach(root) {
  const onKey = listeners.get(root);
  if (onKey) document.removeEventListener("keydown", onKey);
}
