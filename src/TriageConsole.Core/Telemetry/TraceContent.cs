using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// Request, response and conversation of a trace. What the trace or its entry say explicitly counts first, then the messages of the model
/// calls, then arguments and results of functions.
/// </summary>
internal sealed class TraceContent
{
    private const int MaxMessages = 2000;
    private const int MaxMessageChars = 4_000_000;

    public TraceContent(TracePart? trace, TracePart? entry, List<TraceNode> models, List<TraceNode> steps)
    {
        var (first, last) = (models.FirstOrDefault()?.Part, Last(models));
        Input =
            MessageReader.TextIn(trace?.Input ?? Fact(steps, TraceFacts.TraceInput), "user")
            ?? InputOf(entry)
            ?? models.Select(m => InputOf(m.Part)).FirstOrDefault(t => t is not null)
            ?? InputOf(first, isAny: true)
            ?? steps.Where(s => !s.IsCheck).Select(s => InputOf(s.Part, isAny: true)).FirstOrDefault(t => t is not null);
        Output =
            MessageReader.TextIn(trace?.Output ?? Fact(steps, TraceFacts.TraceOutput), "assistant")
            // Of several calls in a row the last one gives the response.
            ?? (entry?.Kind == StepKinds.Model ? null : OutputOf(entry))
            ?? OutputOf(last)
            ?? OutputOf(last, isAny: true)
            ?? OutputOf(entry, isAny: true)
            ?? steps.Where(s => !s.IsCheck).Reverse().Select(s => OutputOf(s.Part, isAny: true)).FirstOrDefault(t => t is not null);
        Messages = Conversation(last ?? (entry?.InputMessages is null ? null : entry));
    }

    public string? Input { get; }

    public string? Output { get; }

    /// <summary>The conversation of the last model call: what it received and returned.</summary>
    public JsonArray? Messages { get; }

    private static TracePart? Last(List<TraceNode> models) =>
        models.MaxBy(m => m.Part.End ?? m.Part.Start ?? DateTimeOffset.MinValue)?.Part;

    private static string? Fact(List<TraceNode> steps, string name) =>
        steps.Select(s => s.Part.Facts?.GetValueOrDefault(name)).FirstOrDefault(t => t is not null);

    private static string? InputOf(TracePart? part, bool isAny = false) =>
        part is null ? null
        : MessageReader.LastText(part.InputMessages, "user") is { } asked ? asked
        : part.Input is null || (part.IsFunction && !isAny) ? (isAny ? Json(part.InputMessages) : null)
        : MessageReader.TextIn(part.Input, "user");

    private static string? OutputOf(TracePart? part, bool isAny = false) =>
        part is null ? null
        : MessageReader.LastText(part.OutputMessages, "assistant") is { } said ? said
        : part.Output is null || (!isAny && (part.IsFunction || part.OutputMessages is not null))
            ? (isAny ? Json(part.OutputMessages) : null)
        : MessageReader.TextIn(part.Output, "assistant");

    private static string? Json(JsonArray? messages) => messages?.ToJsonString(TelemetryAttributes.Relaxed);

    private static JsonArray? Conversation(TracePart? call)
    {
        if (call?.InputMessages is null && call?.OutputMessages is null)
            return null;
        List<JsonNode?> all = [.. call.InputMessages ?? [], .. call.OutputMessages ?? []];
        var (result, chars) = (new LinkedList<JsonNode?>(), 0);
        // The latest messages matter most if there are too many.
        for (var n = all.Count - 1; n >= 0 && result.Count < MaxMessages; n--)
        {
            chars += all[n]?.ToJsonString().Length ?? 0;
            if (chars > MaxMessageChars)
                break;
            result.AddFirst(all[n]?.DeepClone());
        }

        return result.Count == 0 ? null : new JsonArray([.. result]);
    }
}
