let opener = null;

export function open(dialog) {
  if (!dialog?.isConnected) return;
  opener = document.activeElement;
  dialog.showModal();
  (dialog.querySelector("[data-first]") ?? dialog.querySelector("button[type=submit]"))?.focus();
}

// Back to where the question came from, unless the answer put the focus elsewhere.
export function leave() {
  if (opener?.isConnected && (!document.activeElement || document.activeElement === document.body)) opener.focus();
  opener = null;
}
