using System.Text.Json.Nodes;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// Feedback in telemetry: events <c>gen_ai.evaluation.result</c> of spans and logs, and the annotations and evaluations of OpenInference.
/// </summary>
public static class EvaluationReader
{
    private const string Result = "gen_ai.evaluation.result";
    private const string Response = "gen_ai.response.id";

    private static readonly (string List, string Member)[] Forms = [("annotations.", "annotation"), ("evaluations.", "evaluation")];

    /// <summary>The feedback in a span: about itself, or about the span that it links to.</summary>
    /// <param name="span">A span with valid ids.</param>
    public static IEnumerable<FeedbackLine> OfSpan(TelemetrySpan span)
    {
        // Feedback after the fact is a span of its own with one link to its target.
        var (trace, target) = span.Links is [var link] ? (link.TraceId, link.SpanId) : (span.TraceId, span.SpanId);
        foreach (var e in span.Events.Where(e => e.Name == Result))
            if (OfResult(e, trace, target, span.Attributes.Text(Response)) is { } line)
                yield return line;
        foreach (var scope in (string[])["", "trace.", "session."])
        foreach (var (list, member) in Forms)
        foreach (var item in span.Attributes.Numbered(scope + list) ?? [])
            if (OfAnnotation(JsonValues.Member(item, member) ?? item, scope, trace, target, span) is { } line)
                yield return line;
    }

    /// <summary>The feedback in a log record; null if it is none.</summary>
    /// <param name="log">The record.</param>
    public static FeedbackLine? OfLog(TelemetryEvent log) =>
        GenAiEvents.NameOf(log) == Result && (log.TraceId.Length > 0 || log.Attributes.Text(Response) is not null)
            ? OfResult(log, log.TraceId, log.SpanId, ownResponse: null)
            : null;

    /// <summary>
    /// The type of feedback by its source. The conventions have no word for the end user, so the name decides: user_feedback, user_rating,
    /// thumbs and the like are from users.
    /// </summary>
    /// <param name="name">Name of the feedback.</param>
    /// <param name="source">What gave it: human, llm or code in any case; null if unknown.</param>
    internal static string TypeOf(string name, string? source)
    {
        var isOfUser =
            name.Contains("user", StringComparison.OrdinalIgnoreCase) || name.Contains("thumb", StringComparison.OrdinalIgnoreCase);
        return source?.ToUpperInvariant() switch
        {
            "HUMAN" => isOfUser ? SignalType.Explicit : SignalType.Human,
            "LLM" or "CODE" => SignalType.System,
            _ => isOfUser || name.Contains("feedback", StringComparison.OrdinalIgnoreCase) ? SignalType.Explicit : SignalType.System,
        };
    }

    /// <summary>
    /// An evaluator names the response that it evaluated, because it often runs later and in a trace of its own. An event on the span of
    /// the response itself is about its trace.
    /// </summary>
    private static FeedbackLine? OfResult(TelemetryEvent e, string traceId, string spanId, string? ownResponse)
    {
        var a = e.Attributes;
        var (score, label) = (a.Number("gen_ai.evaluation.score.value"), a.Text("gen_ai.evaluation.score.label"));
        if (a.Text("gen_ai.evaluation.name") is not { } name || (score is null && label is null))
            return null;
        var comment = Comment(score is null ? null : label, a.Text("gen_ai.evaluation.explanation"));
        var evaluator = a.Text("gen_ai.evaluation.evaluator.id", "gen_ai.evaluator.id", "gen_ai.agent.id");
        var type = TypeOf(name, source: null);
        var line = FeedbackLine.Of(
            traceId,
            name,
            type,
            Value(score, label),
            comment,
            type == SignalType.System ? evaluator : a.Text("user.id", "enduser.id"),
            role: null,
            EpochTime.Read(e.Time),
            id: null
        );
        var named = a.Text(Response) is { } id ? TraceFold.Key(id) : null;
        var response = a.Text(Response) == ownResponse ? null : named;
        if (response is not null)
            line["output_id"] = response;
        if (traceId.Length == 0)
            line.Remove("trace_id");
        return new FeedbackLine(line, OutputId: response, CallId: named ?? (spanId.Length == 0 ? null : spanId));
    }

    private static FeedbackLine? OfAnnotation(JsonNode? item, string scope, string trace, string target, TelemetrySpan span)
    {
        if (JsonValues.TextOf(item, "name") is not { } name)
            return null;
        var (score, label) = (JsonValues.Number(JsonValues.Member(item, "score")), JsonValues.TextOf(item, "label"));
        if (score is null && label is null)
            return null;
        var (kind, identifier) = (JsonValues.TextOf(item, "annotator_kind"), JsonValues.TextOf(item, "identifier"));
        var session = scope == "session." ? span.Attributes.Text("session.id") : null;
        if (scope == "session." && session is null)
            return null;
        var about = session ?? (scope == "trace." ? trace : target);
        var line = FeedbackLine.Of(
            trace,
            name,
            TypeOf(name, kind),
            Value(score, label),
            Comment(score is null ? null : label, JsonValues.TextOf(item, "explanation")),
            identifier ?? span.Attributes.Text("user.id"),
            kind?.ToLowerInvariant(),
            EpochTime.Read(span.Start),
            // The identity of an annotation: a later one with the same identity is a revision.
            $"{scope}{about}:{name}:{identifier}"
        );
        if (session is not null)
            FeedbackLine.SetSession(line, session);
        return new FeedbackLine(line);
    }

    private static JsonNode? Value(double? score, string? label) => score is { } number ? JsonValue.Create(number) : SpanReader.Text(label);

    private static string? Comment(string? label, string? explanation) =>
        label is null ? explanation
        : explanation is null ? label
        : $"{label}: {explanation}";
}
