import { isComposing } from './keys.js';

// Offers people while a name is typed after "@". Everything is in the browser, from the first key on: a field is followed when it gets the
// focus, and the names are in its markup.
const most = 8;
const followed = new WeakSet();

document.addEventListener('focusin', event => {
  const root = event.target.closest?.('[data-people]');
  if (!root || followed.has(root)) return;
  followed.add(root);
  follow(root);
});

function follow(root) {
  const field = root.querySelector('textarea');
  const list = root.querySelector('ul');
  let chosen = 0;
  let offered = [];

  // The text between the last "@" before the caret and the caret; null if no name is being typed.
  const typed = () => {
    const before = field.value.slice(0, field.selectionStart);
    const at = before.lastIndexOf('@');
    if (at < 0 || field.selectionStart !== field.selectionEnd || /[\p{L}\p{N}_]/u.test(before[at - 1] ?? ' ')) return null;
    const name = before.slice(at + 1);
    return name.includes('\n') ? null : { at, name };
  };

  const close = () => {
    offered = [];
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute('aria-activedescendant');
    delete field.dataset.open;
  };

  const show = () => {
    list.replaceChildren(...offered.map((name, i) => {
      const item = document.createElement('li');
      item.id = `${list.id}-${i}`;
      item.role = 'option';
      item.ariaSelected = String(i === chosen);
      item.dir = 'auto';
      item.textContent = name;
      return item;
    }));
    list.hidden = false;
    field.dataset.open = 'yes';
    field.setAttribute('aria-activedescendant', `${list.id}-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  };

  const offer = () => {
    const now = typed();
    const find = now?.name.toLocaleLowerCase();
    const people = now ? JSON.parse(root.dataset.people) : [];
    offered = people.filter(p => p.toLocaleLowerCase().split(/\s+/).some((_, i, words) => words.slice(i).join(' ').startsWith(find))).slice(0, most);
    chosen = 0;
    if (offered.length === 0) close();
    else show();
  };

  const choose = i => {
    const now = typed();
    if (!now || !offered[i]) return close();
    field.setRangeText(`@${offered[i]} `, now.at, field.selectionStart, 'end');
    close();
    field.focus();
  };

  const onKey = e => {
    if (isComposing(e)) return;
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      close();
      field.dispatchEvent(new Event('change', { bubbles: true }));
      return root.closest('form')?.requestSubmit();
    }
    if (list.hidden) return;
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      chosen = (chosen + (e.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length;
      show();
    } else if (e.key === 'Enter' || e.key === 'Tab') choose(chosen);
    else if (e.key === 'Escape') close();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };

  const onList = e => {
    e.preventDefault();
    const item = e.target.closest('li');
    if (item) choose([...list.children].indexOf(item));
  };

  field.addEventListener('input', offer);
  field.addEventListener('keydown', onKey);
  field.addEventListener('blur', close);
  list.addEventListener('mousedown', onList);
}
