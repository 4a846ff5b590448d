// Feedback of a web page for Triage Console. No dependencies; see README.md. Nothing here throws into the page.
const SEND_AFTER_MS = 1500;
const MAX_WAITING = 500;
const MAX_TEXT = 10000;
// Browsers allow 64 KiB under way while a page closes.
const MAX_BODY = 50000;
const MAX_PAUSE_MS = 60000;

export function createTriage({ endpoint, key, userId, onDrop }) {
  const address = endpoint.replace(/\/+$/, "") + "/api/v1/feedback";
  const watched = new Set();
  const stats = { sent: 0, dropped: 0 };
  let waiting = [];
  let timer, failures = 0, sending = false;

  function drop(count, reason) {
    stats.dropped += count;
    try { onDrop?.({ count, reason }); } catch { /* a fault of the page's callback */ }
  }

  function add(target, name, value, id, more) {
    const line = { ...target, feedback_type: "implicit", name, value: cut(value), user_id: userId, id, ...more };
    line.comment = cut(line.comment);
    // A newer value replaces one that waits.
    const same = w => w.line.id === id && w.line.trace_id === line.trace_id && w.line.task_id === line.task_id && !w.busy;
    waiting = waiting.filter(w => !same(w));
    if (waiting.length >= MAX_WAITING) return drop(1, "queue full");
    waiting.push({ line });
    schedule(SEND_AFTER_MS);
  }

  function schedule(after) {
    timer ??= setTimeout(() => { timer = undefined; flush(); }, after);
  }

  async function flush(leaving) {
    let size = 0;
    const batch = waiting.filter(w => !w.busy && (size += JSON.stringify(w.line).length * 3) < MAX_BODY);
    if (!batch.length || (sending && !leaving)) return;
    let pause = 0;
    sending = true;
    for (const w of batch) w.busy = true;
    try {
      const answer = await fetch(address, {
        method: "POST",
        keepalive: true,
        credentials: "omit",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify(batch.map(w => w.line)),
        signal: AbortSignal.timeout?.(30000),
      });
      if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
        pause = Number(answer.headers.get("Retry-After")) * 1000 || 1;
      } else {
        waiting = waiting.filter(w => !batch.includes(w));
        if (answer.ok) stats.sent += batch.length;
        else drop(batch.length, `status ${answer.status}`);
      }
    } catch {
      pause = 1;
    }
    for (const w of batch) w.busy = false;
    sending = false;
    failures = pause && failures + 1;
    if (waiting.length) schedule(pause && Math.max(pause, Math.min(MAX_PAUSE_MS, 500 * 2 ** failures) * (0.5 + Math.random() / 2)));
  }

  // `of` is a trace id, or { workflow, taskId }.
  function answer(of) {
    const target = typeof of === "string" ? { trace_id: of } : { task_type: of.workflow, task_id: of.taskId };
    const shownAt = performance.now();
    let acted = false, abandoned = false;

    // The id of what counts once per user, so that a later value replaces the earlier one.
    const once = (name, about = "") => (userId || about ? `${name}-${hash(`${about}\n${userId}`)}` : name);

    function act() {
      if (!acted) add(target, "time_to_first_action_ms", Math.round(performance.now() - shownAt), once("time_to_first_action_ms"));
      acted = true;
      // The page came back from the browser's cache.
      if (abandoned) add(target, "abandoned", false, once("abandoned"));
      abandoned = false;
    }

    const did = (name, value, id, more) => { act(); add(target, name, value, id, more); };
    const said = (name, value, id, comment) => did(name, value, id, { feedback_type: "explicit", comment });

    const self = {
      thumbs: (up, comment) => said("thumbs", up ? "up" : "down", once("thumbs"), comment),
      rate: (value, comment, name = "rating") => said(name, value, once(name), comment),
      comment: text => said("comment", undefined, unique(), text),
      edited: (before, after) => did("edit_distance", editDistance(before, after), once("edit_distance")),
      copied: () => did("copied", true, once("copied")),
      accepted: () => did("accepted", true, once("accepted")),
      escalated: () => did("escalated", true, once("escalated")),
      retried: () => did("retry", true, unique()),
      clicked: id => did("retrieval.clicked", String(id), once("clicked", id)),
      signal: (name, value, more) => did(name, value, unique(), more),
      left() {
        if (acted || abandoned) return;
        abandoned = true;
        add(target, "abandoned", true, once("abandoned"));
      },

      // Observes the element that shows the answer, and the field in which the user edits it. Returns a function that ends this.
      watch(element, { editor } = {}) {
        const text = () => editor.value ?? editor.textContent;
        const before = editor && text();
        let last = before;
        const edits = () => { if (text() !== last) self.edited(before, last = text()); };
        const actions = {
          thumbs: value => self.thumbs(value === "up"),
          rate: value => self.rate(Number(value)),
          document: (value, part) => self.clicked(value || part.href),
          retry: self.retried,
          accept: self.accepted,
          escalate: self.escalated,
        };
        const clicks = event => {
          const part = event.target.closest?.("[data-triage]");
          const [, what, value] = (part && element.contains(part) && /^(\w+):?(.*)$/s.exec(part.dataset.triage)) || [];
          if (Object.hasOwn(actions, what ?? "")) actions[what](value, part);
          else act();
        };
        const listeners = [[element, "copy", self.copied], [element, "click", clicks], [element, "auxclick", clicks]];
        if (editor) listeners.push([editor, "input", act], [editor, "change", edits], [editor, "blur", edits]);
        for (const [node, type, listener] of listeners) node.addEventListener(type, listener);
        const leave = () => { if (editor) edits(); self.left(); };
        watched.add(leave);
        return () => {
          watched.delete(leave);
          for (const [node, type, listener] of listeners) node.removeEventListener(type, listener);
        };
      },
    };
    return self;
  }

  addEventListener("pagehide", () => { for (const leave of watched) leave(); flush(true); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(true); });
  return { answer, flush, stats };
}

// The share of a text that was changed, 0 to 1; the .NET client computes the same (TextEdits.Distance).
export function editDistance(before, after) {
  const words = text => text.split(/\s+/).filter(Boolean);
  return share(before, after) ?? share(words(before), words(after)) ?? 1;
}

function share(a, b) {
  const [longer, isText] = [Math.max(a.length, b.length), typeof a === "string"];
  let begin = 0, end = 0;
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) begin++;
  while (end < Math.min(a.length, b.length) - begin && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  [a, b] = [a.slice(begin, a.length - end), b.slice(begin, b.length - end)];
  if (!longer) return 0;
  if (a.length * b.length > 4e6) return isText ? undefined : Math.max(a.length, b.length) / longer;
  const row = Int32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    let diagonal = row[0];
    row[0] = i + 1;
    for (let j = 0; j < b.length; j++) {
      const above = row[j + 1];
      row[j + 1] = a[i] === b[j] ? diagonal : 1 + Math.min(diagonal, above, row[j]);
      diagonal = above;
    }
  }
  return row[b.length] / longer;
}

const cut = value => (typeof value === "string" ? value.slice(0, MAX_TEXT) : value);
// crypto.randomUUID exists on secure pages only.
const unique = () => Date.now().toString(36) + Math.random().toString(36).slice(2);
// FNV-1a.
const hash = text => [...text].reduce((h, c) => Math.imul(h ^ c.codePointAt(0), 16777619), 2166136261).toString(36).replace("-", "_");
