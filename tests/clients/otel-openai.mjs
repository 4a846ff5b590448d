// OpenTelemetry's own instrumentation of openai: spans and log events, with message content.
import { createRequire } from "node:module";
import { NodeSDK, logs } from "@opentelemetry/sdk-node";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OpenAIInstrumentation } from "@opentelemetry/instrumentation-openai";

// The hook for import fails on openai 6 (a star export), the one for require works.
const require = createRequire(import.meta.url);
const { CONSOLE_URL, SECRET_KEY } = process.env;
const headers = { Authorization: `Bearer ${SECRET_KEY}` };
const sdk = new NodeSDK({
  serviceName: "support-bot",
  traceExporter: new OTLPTraceExporter({ url: `${CONSOLE_URL}/v1/traces`, headers }),
  logRecordProcessors: [new logs.SimpleLogRecordProcessor({exporter: new OTLPLogExporter({ url: `${CONSOLE_URL}/v1/logs`, headers })})],
  instrumentations: [new OpenAIInstrumentation({ captureMessageContent: true })],
});
sdk.start();
const OpenAI = require("openai");
const { ask } = await import("./ask.mjs");
const result = await ask(OpenAI);
await sdk.shutdown();
console.log(JSON.stringify(result));
