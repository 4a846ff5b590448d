// OpenInference's instrumentation of openai with the OpenTelemetry SDK: a question that needs a tool call.
import { NodeSDK } from "@opentelemetry/sdk-node";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { OpenAIInstrumentation } from "@arizeai/openinference-instrumentation-openai";
import OpenAI from "openai";
import { ask } from "./ask.mjs";

const { CONSOLE_URL, SECRET_KEY } = process.env;
const instrumentation = new OpenAIInstrumentation();
const sdk = new NodeSDK({
  serviceName: "support-bot",
  traceExporter: new OTLPTraceExporter({ url: `${CONSOLE_URL}/v1/traces`, headers: { "x-api-key": SECRET_KEY }, compression: "gzip" }),
});
instrumentation.manuallyInstrument(OpenAI);
sdk.start();
const result = await ask(OpenAI);
await sdk.shutdown();
console.log(JSON.stringify(result));
