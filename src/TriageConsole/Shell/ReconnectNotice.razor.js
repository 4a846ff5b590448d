// A restarted server does not know this page and rejects the reconnect. Reload the page; it restores its drafts. Blazor signals this only
// by a CSS class.
const notice = document.getElementById('components-reconnect-modal');
new MutationObserver(() => {
  if (/components-reconnect-(rejected|resume-failed)/.test(notice.className)) location.reload();
}).observe(notice, { attributes: true, attributeFilter: ['class'] });
