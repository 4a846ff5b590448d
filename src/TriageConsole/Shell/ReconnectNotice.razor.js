// A restarted server does not know this page and rejects the reconnect. Reload the page; it restores its drafts. Blazor signals this only
// by a CSS class.
const notice = document.getElementById('components-reconnect-modal');
new MutationObserver(() => {
  if (notice.classList.contains('components-reconnect-rejected')) location.reload();
}).observe(notice, { attributes: true, attributeFilter: ['class'] });
