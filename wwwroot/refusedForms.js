// A form that the server refuses moves the focus to its first wrong field: in a long form the message is otherwise out of sight. The answer
// comes as changes of the page, so these are watched until the person goes on or the time is over.
const wrong = '[aria-invalid="true"], .field:has(> .error) :is(input, select, textarea)';
const patience = 10_000;
let watcher;
let end;

function stop() {
  watcher?.disconnect();
  clearTimeout(end);
}

function isAbout(record) {
  const nodes = record.type === 'attributes' ? [record.target] : [...record.addedNodes];
  return nodes.some(n => n instanceof Element && (n.matches(`.error, ${wrong}`) || n.querySelector(wrong)));
}

// Goes on after the first field: messages that were there before can change before the answer, and a field above them be wrong after it.
function watch(form) {
  stop();
  watcher = new MutationObserver(records => {
    if (!records.some(isAbout)) return;
    const field = [...form.querySelectorAll(wrong)].find(f => f.offsetParent !== null && !f.disabled);
    if (!field || field === document.activeElement) return;
    field.scrollIntoView({ block: 'nearest' });
    field.focus();
  });
  watcher.observe(form, { subtree: true, childList: true, attributeFilter: ['aria-invalid', 'aria-describedby'] });
  end = setTimeout(stop, patience);
}

document.addEventListener('submit', event => watch(event.target));
// Editors of a whole page are saved by a button outside of a form.
document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-shortcut="save"]');
  if (button && !button.form) watch(document.querySelector('main') ?? document.body);
});
// Who goes on typing or pressing keeps the focus.
for (const kind of ['keydown', 'pointerdown', 'input', 'change']) document.addEventListener(kind, stop, true);
