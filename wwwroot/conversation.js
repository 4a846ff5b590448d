// What works in every conversation without the server: copy, unfold, find. One listener for the page.
import { isComposing } from "./keys.js";

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-copy], [data-unfold]");
  if (!button) return;
  if (button.hasAttribute("data-unfold")) {
    button.previousElementSibling?.classList.remove("long");
    button.remove();
    return;
  }
  const source = button.closest(".code")?.querySelector("code") ?? button.closest(".turn");
  copy(button, source.matches(".turn") ? [...source.querySelectorAll("[data-text], [data-output]")].map(e => e.innerText).join("\n") : source.textContent);
});

async function copy(button, text) {
  const name = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Browsers refuse the clipboard on pages served over plain HTTP.
    button.textContent = "Not allowed";
  }
  setTimeout(() => { button.textContent = name; }, 1500);
}

let hits = [];
let at = -1;

document.addEventListener("input", event => {
  if (event.target.matches?.("[data-find]")) find(event.target);
});

document.addEventListener("keydown", event => {
  if (!event.target.matches?.("[data-find]") || isComposing(event)) return;
  if (event.key === "Enter") show(event.target, at + (event.shiftKey ? -1 : 1));
  else if (event.key === "Escape") { event.target.value = ""; find(event.target); event.target.blur(); } else return;
  event.preventDefault();
});

function find(field) {
  const words = field.value.toLocaleLowerCase();
  const root = field.closest(".conversation");
  hits = [];
  if (words.length > 0 && window.CSS?.highlights) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      if (node.parentElement.closest(".conversation-tools, button")) continue;
      const text = node.textContent.toLocaleLowerCase();
      // Lower case of some letters is longer; such a text is skipped, because its places are not those of the original.
      if (text.length !== node.textContent.length) continue;
      for (let place = text.indexOf(words); place >= 0; place = text.indexOf(words, place + words.length)) {
        const range = document.createRange();
        range.setStart(node, place);
        range.setEnd(node, place + words.length);
        hits.push(range);
      }
    }
  }
  CSS.highlights?.set("found", new Highlight(...hits));
  at = -1;
  show(field, 0);
}

function show(field, place) {
  const status = field.closest(".conversation").querySelector("[data-found]");
  CSS.highlights?.delete("found-here");
  if (hits.length === 0) {
    status.textContent = field.value === "" ? "" : "No match";
    return;
  }
  at = (place + hits.length) % hits.length;
  CSS.highlights.set("found-here", new Highlight(hits[at]));
  const holder = hits[at].startContainer.parentElement;
  holder.closest(".long")?.nextElementSibling?.click();
  for (let fold = holder.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  holder.scrollIntoView({ block: "center" });
  status.textContent = `${at + 1} of ${hits.length}`;
}
