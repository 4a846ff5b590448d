// Traceloop's SDK: a workflow with a tool around calls of openai.
import * as traceloop from "@traceloop/node-server-sdk";
import OpenAI from "openai";
import { ask } from "./ask.mjs";

const { CONSOLE_URL, SECRET_KEY } = process.env;
traceloop.initialize({
  appName: "support-bot",
  baseUrl: CONSOLE_URL,
  apiKey: SECRET_KEY,
  disableBatch: true,
  silenceInitializationMessage: true,
  instrumentModules: { openAI: OpenAI },
});
const result = await traceloop.withAssociationProperties({ user_id: "user-42", session_id: "conv_1" }, () =>
  traceloop.withWorkflow({ name: "refund" }, () => ask(OpenAI)),
);
await traceloop.forceFlush();
console.log(JSON.stringify(result));
