using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>Attributes of Langfuse's clients.</summary>
internal static class LangfuseAttributes
{
    private const string Observation = "langfuse.observation.";
    private const string Trace = "langfuse.trace.";

    public static string? Kind(TelemetryAttributes a) => a.Text(Observation + "type") is { } type ? KindOf(type) : null;

    /// <summary>The kind of an observation by its type.</summary>
    public static string KindOf(string type) =>
        type.ToLowerInvariant() switch
        {
            "generation" => StepKinds.Model,
            "agent" => StepKinds.Agent,
            "tool" => StepKinds.Tool,
            "retriever" => StepKinds.Retriever,
            "evaluator" => StepKinds.Evaluator,
            "embedding" => StepKinds.Embedding,
            "guardrail" => StepKinds.Guardrail,
            _ => StepKinds.Chain,
        };

    public static void Read(TelemetryAttributes a, TracePart part)
    {
        if (!a.HasPrefix("langfuse."))
            return;
        // The outermost span of the application, although its caller has a span too.
        if (a.Text("langfuse.internal.as_root", "langfuse.internal.is_app_root") == "true")
            part.ParentId = null;
        SetContent(part, a.Structure(Observation + "input"), a.Text(Observation + "input"), isInput: true);
        SetContent(part, a.Structure(Observation + "output"), a.Text(Observation + "output"), isInput: false);
        part.Model ??= a.Text(Observation + "model.name");
        part.Parameters ??= a.Structure(Observation + "model.parameters")?.DeepClone() as JsonObject;
        ReadUsage(part, a.Structure(Observation + "usage_details"), a.Structure(Observation + "cost_details"));
        if (part.Kind == StepKinds.Tool)
            part.Tool ??= part.Name;
        if (part.Kind == StepKinds.Retriever)
            part.Documents ??= GenAiAttributes.Documents(a.Structure(Observation + "output"));
        part.Set(TraceFacts.PromptVersion, a.Text(Observation + "prompt.version"));
        part.Note("prompt_name", SpanReader.Text(a.Text(Observation + "prompt.name")));
        if (a.Text(Observation + "level") is "ERROR")
            part.Error ??= "error";
        part.Note("status_message", SpanReader.Text(a.Text(Observation + "status_message")));
        part.Set(TraceFacts.TraceName, a.Text(Trace + "name"));
        part.Set(TraceFacts.TraceInput, a.Text(Trace + "input"));
        part.Set(TraceFacts.TraceOutput, a.Text(Trace + "output"));
        part.Set(TraceFacts.User, a.Text("langfuse.user.id", "user.id"));
        var session = a.Text("langfuse.session.id", "session.id");
        part.Set(TraceFacts.Session, session);
        part.Set(TraceFacts.Conversation, session);
        part.Set(TraceFacts.ServiceVersion, a.Text("langfuse.release"));
        part.Note("version", SpanReader.Text(a.Text("langfuse.version")));
        part.Note("environment", SpanReader.Text(a.Text("langfuse.environment")));
        part.Note("tags", a.Structure(Trace + "tags"));
        NoteAll(part, a.Structure(Trace + "metadata") ?? a.Tree(Trace + "metadata."));
        NoteAll(part, a.Structure(Observation + "metadata") ?? a.Tree(Observation + "metadata."));
        foreach (var name in (ReadOnlySpan<string>)["id", "name", "item.id", "item.version", "dataset.id"])
            part.Note("experiment_" + name.Replace('.', '_'), SpanReader.Text(a.Text("langfuse.experiment." + name)));
    }

    /// <summary>Sets input or output. Those of a call of a model are messages if they look like messages.</summary>
    public static void SetContent(TracePart part, JsonNode? structure, string? text, bool isInput)
    {
        var messages = part.Kind == StepKinds.Model ? MessageReader.Read(structure, isInput ? "user" : "assistant") : null;
        if (isInput)
        {
            part.InputMessages ??= messages;
            part.Input ??= text;
        }
        else
        {
            part.OutputMessages ??= messages;
            part.Output ??= text;
        }
    }

    /// <summary>Reads tokens and cost in all spellings of the clients.</summary>
    public static void ReadUsage(TracePart part, JsonNode? usage, JsonNode? cost)
    {
        part.InputTokens ??= LangfuseUsage.InputTokens(usage);
        part.OutputTokens ??= LangfuseUsage.OutputTokens(usage);
        part.Cost ??= LangfuseUsage.Cost(cost, usage);
    }

    /// <summary>Adds the members of an object to the metadata.</summary>
    public static void NoteAll(TracePart part, JsonNode? metadata)
    {
        if (metadata is JsonObject members)
            foreach (var (name, value) in members)
                part.Note(name, value);
        else
            part.Note("metadata", metadata);
    }
}
