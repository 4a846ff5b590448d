// A server that answers but no longer knows this page (it was restarted) rejects it: the page is opened again by itself, and finds its
// drafts. Blazor tells by a class only.
const notice = document.getElementById('components-reconnect-modal');
new MutationObserver(() => {
  if (notice.classList.contains('components-reconnect-rejected')) location.reload();
}).observe(notice, { attributes: true, attributeFilter: ['class'] });
