// A page knows the console, its browser key and the trace id of the answer from its server. This sample reads them from its address.
const settings = new URLSearchParams(location.search);
const endpoint = settings.get("endpoint") ?? "http://localhost:5080";

// With npm: import { createTriage } from "triage-console-browser";
const { createTriage } = await import(`${endpoint}/client/v1/triage.js`);
const triage = createTriage({ endpoint, key: settings.get("key"), userId: "sample-user", onDrop: d => console.warn(d) });

const answer = triage.answer(settings.get("trace") ?? "sample-1");
answer.watch(document.getElementById("answer"), { editor: document.getElementById("draft") });
document.documentElement.dataset.ready = "yes";
