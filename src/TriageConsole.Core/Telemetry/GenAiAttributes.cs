using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>The GenAI conventions of OpenTelemetry, with the names of earlier versions.</summary>
internal static class GenAiAttributes
{
    private const string Request = "gen_ai.request.";

    public static string? Kind(TelemetryAttributes a) =>
        a.Text("gen_ai.operation.name", "llm.request.type")?.ToLowerInvariant() switch
        {
            "chat" or "generate_content" or "text_completion" or "completion" or "generate" or "responses" => StepKinds.Model,
            // Names of functions that LiteLLM and others send as operations.
            "acompletion" or "atext_completion" or "aresponses" or "chat.completions" or "text.completions" => StepKinds.Model,
            "embeddings" or "embedding" or "aembedding" => StepKinds.Embedding,
            "retrieval" => StepKinds.Retriever,
            "rerank" => StepKinds.Reranker,
            "execute_tool" => StepKinds.Tool,
            "invoke_agent" or "create_agent" => StepKinds.Agent,
            "invoke_workflow" => StepKinds.Chain,
            // A name that is not known yet, with what only a call of a model has.
            { } when a.Has("gen_ai.request.model") && Output(a) > 0 => StepKinds.Model,
            { } => StepKinds.Chain,
            null when a.Has("gen_ai.tool.name") => StepKinds.Tool,
            null when a.Has("gen_ai.request.model") || a.Has("gen_ai.response.model") => StepKinds.Model,
            null when a.HasPrefix("gen_ai.agent.") => StepKinds.Agent,
            null when a.HasPrefix("gen_ai.prompt.0.") || a.HasPrefix("gen_ai.completion.0.") => StepKinds.Model,
            _ => null,
        };

    public static void Read(TelemetryAttributes a, TracePart part)
    {
        part.Model ??= a.Text("gen_ai.request.model");
        part.ServedModel ??= a.Text("gen_ai.response.model");
        part.InputTokens ??= a.Number("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.usage.prompt_tokens");
        part.OutputTokens ??= Output(a);
        part.Tool ??= a.Text("gen_ai.tool.name");
        part.Input ??= a.Text("gen_ai.tool.call.arguments", "gen_ai.retrieval.query.text");
        part.Output ??= a.Text("gen_ai.tool.call.result");
        part.Set(TraceFacts.Conversation, a.Text("gen_ai.conversation.id"));
        part.Set(TraceFacts.PromptVersion, a.Text("gen_ai.prompt.version"));
        part.Set(TraceFacts.OutputId, a.Text("gen_ai.response.id"));
        part.Note("prompt_name", SpanReader.Text(a.Text("gen_ai.prompt.name")));
        part.Note("provider", SpanReader.Text(a.Text("gen_ai.provider.name", "gen_ai.system")));
        part.Note("agent", SpanReader.Text(a.Text("gen_ai.agent.name", "gen_ai.agent.id")));
        part.Note("data_source", SpanReader.Text(a.Text("gen_ai.data_source.id")));
        part.Note("finish_reason", SpanReader.Text(FinishReason(a)));
        ReadParameters(a, part);
        part.Documents ??= Documents(a.Structure("gen_ai.retrieval.documents"));
        ReadMessages(a, part);
    }

    private static double? Output(TelemetryAttributes a) =>
        a.Number("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.usage.completion_tokens");

    /// <summary>The ids of documents in an array of texts or of objects with an id.</summary>
    internal static List<string>? Documents(JsonNode? documents)
    {
        if (documents is not JsonArray list)
            return null;
        var ids = list.Select(d => d is JsonObject ? JsonValues.TextOf(d, "id", "document_id", "doc_id") : JsonValues.Text(d))
            .Where(id => id is { Length: > 0 and <= 300 })
            .Select(id => id!)
            .ToList();
        return ids.Count == 0 ? null : ids;
    }

    /// <summary>The messages of attributes of a span or of an event with all details.</summary>
    internal static void ReadMessages(TelemetryAttributes a, TracePart part)
    {
        part.InputMessages ??= MessageReader.Read(a.Structure("gen_ai.input.messages", "gen_ai.prompt"), "user");
        part.OutputMessages ??= MessageReader.Read(a.Structure("gen_ai.output.messages", "gen_ai.completion"), "assistant");
        part.InputMessages ??= MessageReader.Read(a.Numbered("gen_ai.prompt."), "user");
        part.OutputMessages ??= MessageReader.Read(a.Numbered("gen_ai.completion."), "assistant");
        if (part.InputMessages is { } messages && System(a) is { } system)
            messages.Insert(0, system);
        if (part.InputMessages is null && part.Kind == StepKinds.Model)
            part.Input ??= a.Text("gen_ai.prompt");
        if (part.OutputMessages is null && part.Kind == StepKinds.Model)
            part.Output ??= a.Text("gen_ai.completion");
    }

    /// <summary>Instructions are parts or a text, outside of the messages.</summary>
    private static JsonObject? System(TelemetryAttributes a) =>
        a.Structure("gen_ai.system_instructions") is JsonArray parts ? new JsonObject { ["role"] = "system", ["parts"] = parts.DeepClone() }
        : a.Text("gen_ai.system_instructions") is { } text ? new JsonObject { ["role"] = "system", ["content"] = text }
        : null;

    private static string? FinishReason(TelemetryAttributes a) =>
        a.Structure("gen_ai.response.finish_reasons") is JsonArray { Count: > 0 } reasons
            ? JsonValues.Text(reasons[0])
            : a.Text("gen_ai.response.finish_reasons", "gen_ai.completion.0.finish_reason");

    private static void ReadParameters(TelemetryAttributes a, TracePart part)
    {
        foreach (var (name, value) in a.All)
            if (name.StartsWith(Request, StringComparison.Ordinal) && name is not "gen_ai.request.model")
                (part.Parameters ??= []).TryAdd(name[Request.Length..], value?.DeepClone());
    }
}
