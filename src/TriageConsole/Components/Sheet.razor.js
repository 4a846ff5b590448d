let opener = null;

export function open(dialog) {
  if (!dialog?.isConnected) return;
  opener = document.activeElement;
  dialog.showModal();
  (dialog.querySelector("[data-first]") ?? dialog.querySelector("button[type=submit]"))?.focus();
}

// Restore the focus to the opener, unless the confirmed action moved it.
export function leave() {
  if (opener?.isConnected && (!document.activeElement || document.activeElement === document.body)) opener.focus();
  opener = null;
}
