// langfuse 3: trace, generation and score as batches to /api/public/ingestion.
import { Langfuse } from "langfuse";

const { CONSOLE_URL: baseUrl, PUBLIC_KEY: publicKey, SECRET_KEY: secretKey } = process.env;
const langfuse = new Langfuse({ baseUrl, publicKey, secretKey, release: "2026.11.2" });
const trace = langfuse.trace({
  name: "refund",
  userId: "user-42",
  sessionId: "conv_1",
  version: "17",
  tags: ["refund"],
  metadata: { channel: "web" },
  input: "Where is my refund?",
  output: "It was sent on Monday.",
});
const generation = trace.generation({
  name: "answer",
  model: "gpt-4o",
  modelParameters: { temperature: 0.2 },
  input: [{ role: "user", content: "Where is my refund?" }],
  promptName: "refund-answer",
  promptVersion: 17,
});
generation.end({ output: { role: "assistant", content: "It was sent on Monday." }, usage: { input: 52, output: 47 } });
trace.score({ name: "user_feedback", value: 0, dataType: "BOOLEAN", comment: "wrong date" });
await langfuse.shutdownAsync();
console.log(JSON.stringify({ traceId: trace.id }));
