// Pauses the page of a tab that is hidden for long, so that the server frees its memory. When the person returns, the server loads the page
// again from its address. So a page is not paused while it holds what the address does not say: typed input, an open dialog, or an item
// that is being labeled.
const pauseAfter = Number(document.documentElement.dataset.pauseAfter) * 1000;
let timer = 0;
let isPaused = false;
let typedOn = null;

const holdsMore = () => typedOn === location.pathname || document.querySelector('.label-page, .mud-dialog, [role="dialog"]') !== null;

async function pause() {
  if (!document.hidden || holdsMore() || !globalThis.Blazor?.pauseCircuit) return;
  isPaused = await Blazor.pauseCircuit();
  // The person returned while the server paused the page.
  if (isPaused && !document.hidden) await resume();
}

async function resume() {
  isPaused = false;
  // The menus of the new page start their script again. It reports an error if it is still running.
  globalThis.mudPopover?.dispose();
  if (!await Blazor.resumeCircuit()) location.reload();
}

if (pauseAfter > 0) {
  document.addEventListener('input', () => { typedOn = location.pathname; }, true);
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(pause, pauseAfter);
    else if (isPaused) resume();
  });
}
