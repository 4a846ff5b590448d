// Keys that work on every page, also from a text field: Ctrl+K opens the search, Ctrl+S saves the form of the page. On a Mac: Cmd.
const actions = { k: 'search', s: 'save' };

document.addEventListener('keydown', event => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const action = actions[event.key.toLowerCase()];
  const button = action && document.querySelector(`[data-shortcut="${action}"]`);
  if (!button) return;
  event.preventDefault();
  if (document.querySelector('.search-field') || event.repeat) return;
  // A field tells the server its text when it loses the focus.
  const field = document.activeElement;
  if (action === 'save' && field instanceof HTMLElement) field.blur();
  button.click();
  if (action === 'save' && field instanceof HTMLElement) field.focus();
});

// Esc cancels the dialog in front, from the moment it is seen: the focus arrives in it a round trip later.
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
  const button = [...document.querySelectorAll('[data-dialog-cancel]')].at(-1);
  // A list or a picker that is open in the dialog closes first, by its own handler.
  if (!button || document.querySelector('.mud-popover-open:not(.mud-tooltip)')) return;
  event.preventDefault();
  button.click();
});
