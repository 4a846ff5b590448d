using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>An interaction as a line.</summary>
internal sealed class InteractionLine(CapturedInteraction interaction, TriageClientOptions options, DateTimeOffset now) : QueuedEvent
{
    /// <summary>What names, ids and numbers need, roughly.</summary>
    private const long Fixed = 600;

    public override long Size { get; } = SizeOf(interaction);

    public override void Write(Utf8JsonWriter json)
    {
        var i = interaction;
        json.WriteStartObject();
        json.WriteText("trace_id", i.TraceId);
        json.WriteText("task_type", i.Workflow ?? i.Route?.Workflow ?? options.Workflow);
        json.WriteText("task_id", i.TaskId);
        json.WriteText("model_version", i.ModelVersion ?? options.ModelVersion);
        json.WriteTime("timestamp", i.Timestamp ?? now);
        json.WriteText("session_id", i.SessionId);
        json.WriteText("user_id", i.UserId);
        json.WriteText("segment", i.Segment);
        json.WriteText("country", i.Country);
        json.WriteText("prompt_version", i.PromptVersion);
        json.WriteText("model_id", i.ModelId);
        json.WriteText("served_model", i.ServedModel);
        json.WriteText("knowledge_version", i.KnowledgeVersion);
        json.WriteText("deployment_id", i.DeploymentId);
        json.WriteText("release", i.Release ?? i.Route?.Release ?? options.Release);
        // A propensity belongs to the release of the route only.
        if (i.Release is null || i.Release == i.Route?.Release)
            json.WriteNumberOrNothing("propensity", i.Route?.Propensity);
        if (i.Shadow)
            json.WriteBoolean("shadow", true);
        json.WriteText("input", i.Input);
        json.WriteText("output", i.Output);
        WriteMessages(json, i.Messages);
        json.WriteText("output_id", i.OutputId);
        json.WriteNumberOrNothing("output_tokens", i.OutputTokens);
        json.WriteNumberOrNothing("client_latency_ms", i.Latency?.TotalMilliseconds);
        json.WriteError(i.ErrorKind, i.ErrorMessage);
        json.WriteText("consent_scope", i.ConsentScope);
        json.WriteText("outcome_metric_name", i.OutcomeMetric);
        json.WriteNumberOrNothing("outcome_metric_value", i.OutcomeValue);
        json.WriteList("retrieval_ids", i.RetrievalIds);
        json.WriteMap("parameters", i.Parameters);
        if (i.InputStats is { Count: > 0 })
            json.WriteMap("input_stats", i.InputStats.ToDictionary(p => p.Key, p => (object?)p.Value));
        json.WriteMap("metadata", i.Metadata);
        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, IReadOnlyList<CapturedMessage>? messages)
    {
        if (messages is not { Count: > 0 })
            return;
        json.WriteStartArray("messages");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteText("role", message.Role);
            json.WriteText("name", message.Name);
            json.WriteString("content", message.Content);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static long SizeOf(CapturedInteraction i)
    {
        var size = Fixed + SizeOf(i.Input) + SizeOf(i.Output) + SizeOf(i.ErrorMessage);
        if (i.Messages is { } messages)
            for (var n = 0; n < messages.Count; n++)
                size += 40 + SizeOf(messages[n].Content);
        if (i.Metadata is { } metadata)
            foreach (var (name, value) in metadata)
                size += 20 + SizeOf(name) + SizeOf(value as string);
        return size + ((i.RetrievalIds?.Count ?? 0) * 40L) + ((i.Parameters?.Count ?? 0) * 40L);
    }
}
