using System.Text.Json.Nodes;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// One event of a batch that a Langfuse client sends: a trace, an observation or a score. Exactly one of part, feedback and refusal is set,
/// or none for an event that says nothing about an interaction.
/// </summary>
/// <param name="Id">The client's id of the event; it is in the response.</param>
public sealed record LangfuseEvent(string Id)
{
    /// <summary>The trace.</summary>
    public string TraceId { get; private init; } = "";

    /// <summary>What the event says about its trace.</summary>
    public TracePart? Part { get; private init; }

    /// <summary>A score.</summary>
    public FeedbackLine? Feedback { get; private init; }

    /// <summary>Why the event is refused.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Reads an event. Never throws for its content.</summary>
    /// <param name="sent">The event.</param>
    /// <param name="isBrowser">Whether a page in a browser sent it: then it may only be feedback of the end user.</param>
    public static LangfuseEvent Read(JsonNode? sent, bool isBrowser)
    {
        var id = JsonValues.TextOf(sent, "id") is { } given ? Texts.Cut(given, 300) : "";
        var (type, body) = (JsonValues.TextOf(sent, "type") ?? "", JsonValues.Member(sent, "body") as JsonObject);
        if (id.Length == 0 || body is null)
            return Refuse(id, "An event needs an id, a type and a body.");
        var at = Time(sent, "timestamp");
        if (type == "score-create")
            return OfScore(id, body, at, isBrowser);
        if (isBrowser)
            return Refuse(id, "This key may only send scores.");
        var kind =
            type.EndsWith("-create", StringComparison.Ordinal) || type.EndsWith("-update", StringComparison.Ordinal)
                ? type[..^"-create".Length]
                : type;
        return kind switch
        {
            "trace" => OfTrace(id, body, at),
            "observation" => OfObservation(id, body, at, JsonValues.TextOf(body, "type") ?? "span"),
            "span" or "generation" or "event" or "agent" or "tool" or "chain" or "retriever" or "evaluator" or "embedding" or "guardrail" =>
                OfObservation(id, body, at, kind),
            "sdk-log" => new LangfuseEvent(id),
            _ => Refuse(id, $"The type '{Texts.Cut(type, 60)}' is unknown."),
        };
    }

    /// <summary>Reads a score, from a batch or alone.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="body">The score.</param>
    /// <param name="at">Time of the event.</param>
    /// <param name="isBrowser">Whether a page in a browser sent it.</param>
    public static LangfuseEvent OfScore(string id, JsonObject body, DateTimeOffset? at, bool isBrowser)
    {
        var (trace, session) = (JsonValues.TextOf(body, "traceId"), JsonValues.TextOf(body, "sessionId"));
        if (JsonValues.TextOf(body, "name") is not { } name)
            return Refuse(id, "A score needs a name.");
        if (trace is null && session is null)
            return Refuse(
                id,
                body["datasetRunId"] is null
                    ? "A score needs a traceId or a sessionId."
                    : "Scores of dataset runs are not supported; send scores of traces."
            );
        if (!TryValue(body, out var value))
            return Refuse(id, "The value of the score does not fit its dataType.");
        var (source, metadata) = (JsonValues.TextOf(body, "source"), body["metadata"]);
        var type =
            isBrowser ? SignalType.Explicit
            : source == "ANNOTATION" || JsonValues.TextOf(body, "dataType") == "CORRECTION" ? SignalType.Human
            : EvaluationReader.TypeOf(name, source == "EVAL" ? "LLM" : null);
        var line = FeedbackLine.Of(
            trace is null ? "" : TraceFold.Key(trace),
            name,
            type,
            value,
            JsonValues.TextOf(body, "comment"),
            type == SignalType.System
                ? Evaluator(body, metadata)
                : JsonValues.TextOf(metadata, "user_id", "userId") ?? JsonValues.TextOf(body, "authorUserId"),
            type == SignalType.System ? "evaluator" : JsonValues.TextOf(metadata, "role"),
            Time(body, "timestamp") ?? at,
            JsonValues.TextOf(body, "id") ?? id
        );
        if (trace is null)
            FeedbackLine.SetSession(line, session!);
        return new LangfuseEvent(id) { TraceId = trace is null ? "" : TraceFold.Key(trace), Feedback = new FeedbackLine(line) };
    }

    private static LangfuseEvent OfTrace(string id, JsonObject body, DateTimeOffset? at)
    {
        if (JsonValues.TextOf(body, "id") is not { } trace)
            return Refuse(id, "A trace needs an id.");
        var part = new TracePart
        {
            At = at,
            Start = Time(body, "timestamp"),
            Input = JsonValues.Text(body["input"]),
            Output = JsonValues.Text(body["output"]),
        };
        part.Set(TraceFacts.TraceName, JsonValues.TextOf(body, "name"));
        part.Set(TraceFacts.User, JsonValues.TextOf(body, "userId"));
        part.Set(TraceFacts.Session, JsonValues.TextOf(body, "sessionId"));
        part.Set(TraceFacts.Conversation, JsonValues.TextOf(body, "sessionId"));
        part.Set(TraceFacts.ServiceVersion, JsonValues.TextOf(body, "release"));
        part.Note("tags", body["tags"]);
        NoteCommon(part, body);
        return new LangfuseEvent(id) { TraceId = TraceFold.Key(trace), Part = part };
    }

    private static LangfuseEvent OfObservation(string id, JsonObject body, DateTimeOffset? at, string type)
    {
        if (JsonValues.TextOf(body, "id") is not { } span)
            return Refuse(id, "An observation needs an id.");
        var part = new TracePart
        {
            SpanId = TraceFold.Key(span),
            ParentId = JsonValues.TextOf(body, "parentObservationId") is { } parent ? TraceFold.Key(parent) : null,
            Name = JsonValues.TextOf(body, "name") is { } name ? Texts.Cut(name, 200) : null,
            Kind = LangfuseAttributes.KindOf(type),
            At = at,
            Start = Time(body, "startTime"),
            End = Time(body, "endTime"),
            Model = JsonValues.TextOf(body, "model"),
            Parameters = body["modelParameters"]?.DeepClone() as JsonObject,
            Error = JsonValues.TextOf(body, "level") == "ERROR" ? "error" : null,
        };
        LangfuseAttributes.SetContent(part, JsonValues.Structure(body["input"]), JsonValues.Text(body["input"]), isInput: true);
        LangfuseAttributes.SetContent(part, JsonValues.Structure(body["output"]), JsonValues.Text(body["output"]), isInput: false);
        LangfuseAttributes.ReadUsage(part, body["usageDetails"] ?? body["usage"], body["costDetails"]);
        // A client that sends both forms has the costs in the older one.
        part.Cost ??= LangfuseUsage.Cost(null, body["usage"]);
        if (part.Kind == StepKinds.Tool)
            part.Tool = part.Name;
        if (part.Kind == StepKinds.Retriever)
            part.Documents = GenAiAttributes.Documents(JsonValues.Structure(body["output"]));
        part.Set(TraceFacts.PromptVersion, JsonValues.TextOf(body, "promptVersion"));
        part.Note("prompt_name", body["promptName"]);
        part.Note("status_message", body["statusMessage"]);
        NoteCommon(part, body);
        return new LangfuseEvent(id) { TraceId = TraceFold.Key(JsonValues.TextOf(body, "traceId") ?? span), Part = part };
    }

    private static void NoteCommon(TracePart part, JsonObject body)
    {
        part.Note("version", body["version"]);
        part.Note("environment", body["environment"]);
        LangfuseAttributes.NoteAll(part, body["metadata"]);
    }

    /// <summary>Who or what evaluated, with its version, so that the trust in each version is counted apart.</summary>
    private static string? Evaluator(JsonObject body, JsonNode? metadata)
    {
        var evaluator =
            JsonValues.TextOf(metadata, "evaluator_id", "evaluatorId", "evaluator", "evaluator_name")
            ?? JsonValues.TextOf(body, "configId");
        var version = JsonValues.TextOf(metadata, "evaluator_version", "evaluatorVersion", "version");
        return evaluator is null || version is null ? evaluator : $"{evaluator}@{version}";
    }

    private static bool TryValue(JsonObject body, out JsonNode? value)
    {
        var sent = body["value"];
        var (number, text) = (JsonValues.Number(sent), JsonValues.Text(sent));
        switch (JsonValues.TextOf(body, "dataType"))
        {
            case "BOOLEAN":
                value = number is 0 or 1 ? JsonValue.Create(number == 1) : null;
                break;
            case "NUMERIC":
                value = number is { } n ? JsonValue.Create(n) : null;
                break;
            case null or "CATEGORICAL" or "TEXT" or "CORRECTION":
                value = string.IsNullOrEmpty(text) ? null : sent!.DeepClone();
                break;
            default:
                value = null;
                break;
        }

        return value is not null;
    }

    private static DateTimeOffset? Time(JsonNode? of, string name) =>
        TimeText.TryRead(JsonValues.TextOf(of, name), out var time) ? time : null;

    private static LangfuseEvent Refuse(string id, string why) => new(id) { Refusal = why };
}
