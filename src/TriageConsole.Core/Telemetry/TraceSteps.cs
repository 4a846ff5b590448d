using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>Writes the chain of steps of an interaction, in the order of their start, within limits of number and size.</summary>
internal static class TraceSteps
{
    /// <summary>Maximum number of steps in an interaction. <c>steps_total</c> has the number of all.</summary>
    public const int MaxSteps = 500;

    private const int MaxTextChars = 4000;
    private const int MaxAllChars = 1_000_000;

    public static void Write(JsonObject metadata, List<TraceNode> steps)
    {
        var list = new JsonArray();
        var (numbers, origin, left) = (new Dictionary<TraceNode, int>(), steps.Min(s => s.Part.Start), MaxAllChars);
        foreach (var step in steps.Take(MaxSteps))
        {
            numbers[step] = numbers.Count + 1;
            list.Add(One(step, numbers, origin, ref left));
        }

        metadata["steps"] = list;
        metadata["steps_total"] = steps.Count;
    }

    private static JsonObject One(TraceNode node, Dictionary<TraceNode, int> numbers, DateTimeOffset? origin, ref int left)
    {
        var part = node.Part;
        var step = new JsonObject { ["step"] = numbers[node], ["kind"] = part.Kind };
        if (node.StepParent is { } parent && numbers.TryGetValue(parent, out var number))
            step["parent"] = number;
        Add(step, "name", part.Name);
        Add(step, "tool", part.Tool);
        Add(step, "model", part.ServedModel ?? part.Model);
        if ((part.Start - origin)?.TotalMilliseconds is { } offset)
            step["start_ms"] = offset;
        if ((part.End - part.Start)?.TotalMilliseconds is >= 0 and var ms)
            step["duration_ms"] = ms;
        Add(step, "error", part.Error);
        AddText(step, "input", part.InputMessages is null ? part.Input : MessageReader.LastText(part.InputMessages, "user"), ref left);
        AddText(
            step,
            "output",
            MessageReader.LastText(part.OutputMessages, "assistant")
                ?? part.Output
                ?? part.OutputMessages?.ToJsonString(TelemetryAttributes.Relaxed),
            ref left
        );
        if (part.OutputTokens is { } tokens)
            step["output_tokens"] = tokens;
        if (part.Documents is { } documents)
            step["documents"] = new JsonArray([.. documents.Take(20).Select(d => JsonValue.Create(d))]);
        step["span_id"] = part.SpanId;
        return step;
    }

    private static void Add(JsonObject step, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            step[name] = Texts.Cut(value, 300);
    }

    private static void AddText(JsonObject step, string name, string? value, ref int left)
    {
        if (string.IsNullOrEmpty(value) || left <= 0)
            return;
        var text = Texts.Cut(value, MaxTextChars);
        left -= text.Length;
        step[name] = text;
    }
}
