// Keys that work on every page: Ctrl+K (or Cmd+K) presses the search button, also from a text field.
document.addEventListener('keydown', event => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return;
  const button = document.querySelector('[data-shortcut="search"]');
  if (!button) return;
  event.preventDefault();
  if (!document.querySelector('.search-field')) button.click();
});
