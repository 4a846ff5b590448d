using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// Reads a span of any convention: OpenTelemetry GenAI in its newest form and in the older ones that emitters still use, OpenInference,
/// Langfuse and Traceloop. A span can mix them; the most specific one counts.
/// </summary>
public static class SpanReader
{
    private static readonly string[] Prefixes =
    [
        "gen_ai.",
        "openinference.",
        "llm.",
        "langfuse.",
        "traceloop.",
        "retrieval.documents",
        "input.value",
        "output.value",
        "annotations.",
        "evaluations.",
        TraceFacts.OwnPrefix,
    ];

    /// <summary>What the span says about its trace; null if it has nothing to do with an AI application.</summary>
    /// <param name="span">A span with valid ids.</param>
    public static TracePart? Read(TelemetrySpan span)
    {
        var a = span.Attributes;
        var isRelevant = Prefixes.Any(a.HasPrefix) || span.Events.Exists(e => FlagReader.IsFlag(e) || IsGenAi(e.Name));
        if (!isRelevant)
            return null;
        var part = new TracePart
        {
            SpanId = span.SpanId,
            ParentId = span.ParentId,
            Name = span.Name.Length == 0 ? null : Texts.Cut(span.Name, 200),
            Start = EpochTime.Read(span.Start),
            End = EpochTime.Read(span.End),
            Kind = KindOf(a),
            Error = ErrorOf(span),
        };
        ReadOwn(a, part);
        LangfuseAttributes.Read(a, part);
        OpenInferenceAttributes.Read(a, part);
        GenAiAttributes.Read(a, part);
        TraceloopAttributes.Read(a, part);
        GenAiEvents.Read(span.Events, part);
        FlagReader.Read(span.Events, part);
        ReadCommon(a, part);
        ReadResource(span.Resource, part);
        return part;
    }

    /// <summary>Whether an event belongs to the GenAI conventions.</summary>
    internal static bool IsGenAi(string name) => name.StartsWith("gen_ai.", StringComparison.Ordinal);

    /// <summary>Reads the facts about the service.</summary>
    internal static void ReadResource(TelemetryAttributes resource, TracePart part)
    {
        part.Set(TraceFacts.Service, resource.Text("service.name"));
        part.Set(TraceFacts.ServiceVersion, resource.Text("service.version"));
        part.Note("environment", Text(resource.Text("deployment.environment.name", "deployment.environment")));
    }

    internal static JsonNode? Text(string? text) => text is null ? null : JsonValue.Create(text);

    private static string KindOf(TelemetryAttributes a) =>
        OpenInferenceAttributes.Kind(a)
        ?? LangfuseAttributes.Kind(a)
        ?? GenAiAttributes.Kind(a)
        ?? TraceloopAttributes.Kind(a)
        ?? StepKinds.Context;

    /// <summary>The facts that an application states itself.</summary>
    private static void ReadOwn(TelemetryAttributes a, TracePart part)
    {
        if (!a.HasPrefix(TraceFacts.OwnPrefix))
            return;
        foreach (
            var name in (IEnumerable<string>)
                [
                    TraceFacts.TaskType,
                    TraceFacts.TaskId,
                    TraceFacts.Session,
                    TraceFacts.User,
                    TraceFacts.PromptVersion,
                    TraceFacts.Release,
                    .. TraceFacts.Own,
                ]
        )
            part.Set(name, a.Text(TraceFacts.OwnPrefix + name));
    }

    private static void ReadCommon(TelemetryAttributes a, TracePart part)
    {
        part.Set(TraceFacts.Session, a.Text("session.id"));
        part.Set(TraceFacts.User, a.Text("user.id", "enduser.id", "enduser.pseudo.id"));
    }

    private static string? ErrorOf(TelemetrySpan span)
    {
        var thrown = span.Events.Find(e => e.Name == "exception")?.Attributes.Text("exception.type");
        var kind = span.Attributes.Text("error.type");
        return span.IsError || kind is not null ? Texts.Cut(kind ?? thrown ?? "error", 200) : null;
    }
}
