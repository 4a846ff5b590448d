using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>The OpenInference conventions.</summary>
internal static class OpenInferenceAttributes
{
    public static string? Kind(TelemetryAttributes a) =>
        a.Text("openinference.span.kind")?.ToUpperInvariant() switch
        {
            "LLM" => StepKinds.Model,
            "AGENT" => StepKinds.Agent,
            "TOOL" => StepKinds.Tool,
            "RETRIEVER" => StepKinds.Retriever,
            "EMBEDDING" => StepKinds.Embedding,
            "RERANKER" => StepKinds.Reranker,
            "GUARDRAIL" => StepKinds.Guardrail,
            "EVALUATOR" => StepKinds.Evaluator,
            { } => StepKinds.Chain,
            null when a.HasPrefix("llm.input_messages.") || a.Has("llm.model_name") => StepKinds.Model,
            null when a.HasPrefix("retrieval.documents.") => StepKinds.Retriever,
            _ => null,
        };

    public static void Read(TelemetryAttributes a, TracePart part)
    {
        part.Input ??= a.Text("input.value");
        part.Output ??= a.Text("output.value");
        ReadModel(a, part);
        part.InputMessages ??= Messages(a.Numbered("llm.input_messages."), "user");
        part.OutputMessages ??= Messages(a.Numbered("llm.output_messages."), "assistant");
        part.InputTokens ??= a.Number("llm.token_count.prompt");
        part.OutputTokens ??= a.Number("llm.token_count.completion");
        part.Cost ??= a.Number("llm.cost.total");
        part.Documents ??= Documents(a.Numbered("reranker.output_documents.")) ?? Documents(a.Numbered("retrieval.documents."));
        if (a.Has("openinference.span.kind"))
        {
            part.Tool ??= part.Kind == StepKinds.Tool ? a.Text("tool.name") ?? part.Name : null;
            // A session is a conversation here.
            part.Set(TraceFacts.Conversation, a.Text("session.id"));
            part.Note("tags", a.Structure("tag.tags"));
            part.Note("agent", SpanReader.Text(a.Text("agent.name")));
        }

        part.Set(TraceFacts.PromptVersion, a.Text("llm.prompt_template.version"));
        part.Note("provider", SpanReader.Text(a.Text("llm.provider", "llm.system")));
        part.Note("finish_reason", SpanReader.Text(a.Text("llm.finish_reason")));
        if (a.Structure("metadata") is JsonObject metadata)
            foreach (var (name, value) in metadata)
                part.Note(name, value);
    }

    private static void ReadModel(TelemetryAttributes a, TracePart part)
    {
        var parameters = a.Structure("llm.invocation_parameters") as JsonObject;
        part.Model ??= a.Text("llm.input_model_name") ?? JsonValues.TextOf(parameters, "model", "model_name");
        part.ServedModel ??= a.Text("llm.output_model_name", "llm.model_name", "embedding.model_name");
        part.Model ??= part.ServedModel;
        if (parameters is null || part.Parameters is not null)
            return;
        foreach (var (name, value) in parameters)
            if (name is not ("model" or "model_name" or "messages" or "tools" or "input"))
                (part.Parameters ??= []).TryAdd(name, value?.DeepClone());
    }

    /// <summary>Each message is in a member <c>message</c>, each call of a tool in a member <c>tool_call</c>.</summary>
    private static JsonArray? Messages(JsonNode? tree, string role)
    {
        if (tree is not JsonArray list)
            return null;
        var messages = new JsonArray();
        foreach (var item in list)
        {
            if ((JsonValues.Member(item, "message") ?? item) is not JsonObject sent)
                continue;
            var message = new JsonObject { ["role"] = JsonValues.TextOf(sent, "role") ?? role };
            foreach (var (name, value) in sent)
                switch (name)
                {
                    case "role":
                        break;
                    case "tool_calls" when value is JsonArray calls:
                        message[name] = new JsonArray([.. calls.Select(Call)]);
                        break;
                    case "contents" when value is JsonArray contents:
                        message["content"] = new JsonArray([
                            .. contents.Select(c => (JsonValues.Member(c, "message_content") ?? c)?.DeepClone()),
                        ]);
                        break;
                    default:
                        message[name] = value?.DeepClone();
                        break;
                }

            messages.Add(message);
        }

        return MessageReader.Read(messages, role);
    }

    private static JsonNode? Call(JsonNode? call)
    {
        var inner = JsonValues.Member(call, "tool_call") ?? call;
        if (inner?.DeepClone() is not JsonObject copy)
            return inner?.DeepClone();
        copy["type"] ??= "function";
        return copy;
    }

    private static List<string>? Documents(JsonNode? tree) =>
        tree is JsonArray list
            ? GenAiAttributes.Documents(new JsonArray([.. list.Select(d => (JsonValues.Member(d, "document") ?? d)?.DeepClone())]))
            : null;
}
