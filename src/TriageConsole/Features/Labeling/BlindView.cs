using System.Text.Json;
using TriageConsole.Core;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Labeling;

/// <summary>Takes from an interaction what a labeler may see. Named parts are let through; whatever else an event carried stays out.</summary>
internal static class BlindView
{
    /// <summary>System signals that say what happened. Verdicts, match rates and scores say what to answer.</summary>
    private static readonly string[] Happenings = ["guardrail", "policy", "error", "timeout", "time_out", "termination", "filter", "truncat", "rate_limit"];

    private static readonly string[] Verdicts = ["judge", "verdict", "gold", "reward", "score", "outcome", "label", "assertion", "match"];

    private static readonly string[] DocumentLists = ["retrieved_documents", "documents", "contexts", "passages", "docs"];

    public static BlindContent Of(Interaction interaction, InteractionPayload? payload, IEnumerable<Signal> signals)
    {
        using var context = Parse(payload?.Context);
        var root = context?.RootElement;
        return new BlindContent(
            interaction.TraceId, interaction.Timestamp, interaction.Country, interaction.Segment, payload?.Input, payload?.Output, Turns(payload?.Messages),
            Documents(root), signals.Where(MayBeSeen).Select(Shown).ToList(), interaction.ErrorKind,
            interaction.ClientLatencyMs ?? interaction.ServerLatencyMs, interaction.OutputTokens, Text(Member(Member(root, "metadata"), "alternative_output")));
    }

    internal static bool MayBeSeen(Signal signal)
    {
        bool Says(string[] words) => words.Any(w => signal.Name.Contains(w, StringComparison.OrdinalIgnoreCase));
        return signal.Type switch
        {
            "explicit" or "implicit" => !Says(Verdicts),
            "system" => Says(Happenings) && !Says(Verdicts),
            _ => false,
        };
    }

    private static ShownSignal Shown(Signal signal) => new(
        signal.Name, signal.Type, signal.TextValue ?? (signal.NumericValue is { } number ? SignificantDigits.Of(number, 3) : null) ?? signal.Comment, signal.Timestamp);

    private static List<Turn> Turns(string? messages)
    {
        using var document = Parse(messages);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Array } array) return [];
        return array.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object)
            .Select(m => new Turn(Text(Member(m, "role")) ?? "user", Content(Member(m, "content")))).Where(t => t.Content.Length > 0).ToList();
    }

    /// <summary>Text as it is; parts ({type, text}) one after the other; anything else as JSON.</summary>
    private static string Content(JsonElement? content) => content switch
    {
        null or { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Join("\n", parts.EnumerateArray().Select(p => Text(Member(p, "text")) ?? p.GetRawText())),
        { } other => other.GetRawText(),
    };

    private static List<RetrievedDocument> Documents(JsonElement? context)
    {
        var found = new List<RetrievedDocument>();
        foreach (var place in new[] { context, Member(context, "metadata") })
            foreach (var name in DocumentLists)
                if (Member(place, name) is { ValueKind: JsonValueKind.Array } list)
                    found.AddRange(list.EnumerateArray().Select((d, i) => new RetrievedDocument(
                        Text(Member(d, "id")) ?? Text(Member(d, "title")) ?? $"{i + 1}", Text(d) ?? Text(Member(d, "text")) ?? Text(Member(d, "content")))));
        var known = found.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        if (Member(context, "retrieval_ids") is { ValueKind: JsonValueKind.Array } ids)
            found.AddRange(ids.EnumerateArray().Select(i => Text(i) ?? i.GetRawText()).Where(known.Add).Select(i => new RetrievedDocument(i, null)));
        return found;
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonDocument? Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json)) return null;
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
