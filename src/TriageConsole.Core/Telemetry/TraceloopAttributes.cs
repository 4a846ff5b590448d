namespace TriageConsole.Core.Telemetry;

/// <summary>Attributes of Traceloop's OpenLLMetry.</summary>
internal static class TraceloopAttributes
{
    private const string Association = "traceloop.association.properties.";

    public static string? Kind(TelemetryAttributes a) =>
        a.Text("traceloop.span.kind")?.ToLowerInvariant() switch
        {
            "agent" => StepKinds.Agent,
            "tool" => StepKinds.Tool,
            "workflow" or "task" => StepKinds.Chain,
            { } => StepKinds.Chain,
            null => null,
        };

    public static void Read(TelemetryAttributes a, TracePart part)
    {
        if (!a.HasPrefix("traceloop."))
            return;
        if (part.Input is null && part.Output is null)
        {
            part.Input = a.Text("traceloop.entity.input");
            part.Output = a.Text("traceloop.entity.output");
            part.IsFunction = part.Input is not null || part.Output is not null;
        }

        if (part.Kind == StepKinds.Tool)
            part.Tool ??= a.Text("traceloop.entity.name");
        part.Set(TraceFacts.PromptVersion, a.Text("traceloop.prompt.version"));
        part.Note("prompt_name", SpanReader.Text(a.Text("traceloop.prompt.key")));
        part.Note("workflow", SpanReader.Text(a.Text("traceloop.workflow.name")));
        foreach (var (name, value) in a.All)
        {
            if (!name.StartsWith(Association, StringComparison.Ordinal))
                continue;
            var property = name[Association.Length..];
            switch (property)
            {
                case "user_id":
                    part.Set(TraceFacts.User, JsonValues.Text(value));
                    break;
                case "session_id" or "chat_id" or "conversation_id" or "thread_id":
                    part.Set(TraceFacts.Conversation, JsonValues.Text(value));
                    if (property == "session_id")
                        part.Set(TraceFacts.Session, JsonValues.Text(value));
                    break;
                default:
                    part.Note(property, value);
                    break;
            }
        }
    }
}
