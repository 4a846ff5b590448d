// @langfuse/tracing, @langfuse/otel and @langfuse/client: an agent with a retriever and a generation, then a score.
import { NodeSDK } from "@opentelemetry/sdk-node";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { LangfuseClient } from "@langfuse/client";
import { propagateAttributes, startActiveObservation, startObservation } from "@langfuse/tracing";

const { CONSOLE_URL: baseUrl, PUBLIC_KEY: publicKey, SECRET_KEY: secretKey } = process.env;
const sdk = new NodeSDK({
  serviceName: "support-bot",
  spanProcessors: [new LangfuseSpanProcessor({ baseUrl, publicKey, secretKey, environment: "production", release: "2026.11.2" })],
});
sdk.start();

let traceId;
await propagateAttributes({ userId: "user-42", sessionId: "conv_1", traceName: "refund", tags: ["refund"], version: "17", metadata: { channel: "web" } }, () =>
  startActiveObservation("refund-agent", async (agent) => {
    traceId = agent.traceId;
    agent.update({ input: { question: "Where is my refund?" }, output: "It was sent on Monday." });
    const found = startObservation("find-documents", { input: "refund", output: ["doc-7"] }, { asType: "retriever" });
    found.end();
    const generation = startObservation(
      "answer",
      {
        model: "gpt-4o",
        modelParameters: { temperature: 0.2 },
        input: [{ role: "user", content: "Where is my refund?" }],
        output: { role: "assistant", content: "It was sent on Monday." },
        usageDetails: { input: 52, output: 47 },
        costDetails: { total: 0.0021 },
        prompt: { name: "refund-answer", version: 17, isFallback: false },
      },
      { asType: "generation" },
    );
    generation.end();
  }, { asType: "agent" }),
);
await sdk.shutdown();

const client = new LangfuseClient({ baseUrl, publicKey, secretKey });
client.score.create({ id: "score-1", traceId, name: "user_feedback", value: 0, dataType: "BOOLEAN", comment: "wrong date" });
await client.flush();
await client.shutdown?.();
console.log(JSON.stringify({ traceId }));
