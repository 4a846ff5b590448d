// A question that needs one tool call, with the openai package against the chat server of the test.
import { trace } from "@opentelemetry/api";

export function ask(OpenAI) {
  const client = new OpenAI({ baseURL: process.env.CHAT_URL, apiKey: "none", maxRetries: 0 });
  const tools = [{ type: "function", function: { name: "find_order", parameters: { type: "object", properties: { order: { type: "string" } } } } }];
  return trace.getTracer("refund-app").startActiveSpan("refund request", async (span) => {
    const messages = [
      { role: "system", content: "You answer questions about refunds." },
      { role: "user", content: "Where is my refund?" },
    ];
    const first = await client.chat.completions.create({ model: "gpt-4o", temperature: 0.2, messages, tools });
    const call = first.choices[0].message.tool_calls[0];
    messages.push(first.choices[0].message, { role: "tool", tool_call_id: call.id, content: '{"sent":"Monday"}' });
    await client.chat.completions.create({ model: "gpt-4o", temperature: 0.2, messages, tools });
    span.end();
    return { traceId: span.spanContext().traceId };
  });
}
