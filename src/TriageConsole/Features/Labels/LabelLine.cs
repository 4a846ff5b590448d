using System.Globalization;
using System.Text.Json;
using TriageConsole.Core.Events;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Labels;

/// <summary>One label made elsewhere: one answer to one question about one interaction.</summary>
internal sealed record LabelLine(long Number, string TraceId, string? TaskType, string LabelerId, string Criterion, string Value, double? Numeric, string? Comment, bool IsJudge)
{
    private const int MaxValueChars = 100_000;

    /// <summary>Reads a line of the form of the *_labels files; exactly one of the two is set.</summary>
    public static (LabelLine? Label, Refusal? Refusal) Read(EventLine line)
    {
        if (line.Refusal is { } early) return (null, early);
        try
        {
            using var document = JsonDocument.Parse(line.Bytes, new JsonDocumentOptions { MaxDepth = EventReader.MaxDepth });
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root) return (null, new Refusal("not_an_object", "The line is not a JSON object."));
            foreach (var field in new[] { "trace_id", "labeler_id", "rubric_key" })
                if (Text(root, field) is not { Length: > 0 and <= 300 })
                    return (null, new Refusal($"missing_{field}", $"{field} is missing, or longer than 300 characters."));
            var judge = Text(root, "labeler_id")!.StartsWith("llm:", StringComparison.Ordinal) || (root.TryGetProperty("labeler_attributes", out var about) && about.ValueKind == JsonValueKind.Object && Text(about, "kind") == "llm_judge");
            // A judge's own words vary; where the sender normalised them, that is the answer, and the raw word stays in the comment.
            var raw = AnswerOf(root, "value");
            var value = AnswerOf(root, "value_normalized") ?? raw;
            if (value is null) return (null, new Refusal("missing_value", "value is missing or null."));
            if (value.Length > MaxValueChars) return (null, new Refusal("too_long", $"value is longer than {MaxValueChars} characters."));
            var comment = Text(root, "comment")?.Replace('\0', '\uFFFD');
            if (raw is not null && raw != value) comment = $"[{raw}] {comment}".TrimEnd();
            double? numeric = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
            return (new LabelLine(line.Number, Text(root, "trace_id")!, Text(root, "task_type"), Text(root, "labeler_id")!, Key(Text(root, "rubric_key")!), value.Replace('\0', '\uFFFD'), numeric, comment, judge), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, new Refusal("invalid_json", "The line is not valid JSON in UTF-8."));
        }
    }

    /// <summary>A criterion key as rubrics allow it.</summary>
    private static string Key(string key) => new([.. key.Trim().Take(100).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '_')]);

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var e) && e.ValueKind == JsonValueKind.String ? e.GetString() : null;

    private static string? AnswerOf(JsonElement root, string name) => !root.TryGetProperty(name, out var e) ? null : e.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => string.IsNullOrWhiteSpace(e.GetString()) ? null : e.GetString(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => e.GetRawText(),
    };
}

/// <summary>What became of the lines of a label file. Every line counts in exactly one of the four.</summary>
public sealed class LabelImportResult
{
    private const int VerdictsShown = 1000;

    /// <summary>New answers.</summary>
    public int Accepted { get; set; }

    /// <summary>Known already, unchanged.</summary>
    public int Duplicates { get; set; }

    /// <summary>Changed: a new revision each, the older kept.</summary>
    public int Revised { get; set; }

    public int RefusedCount { get; set; }

    public List<LineVerdict> Refused { get; } = [];

    internal void Refuse(long line, string reason, string detail)
    {
        RefusedCount++;
        if (Refused.Count < VerdictsShown) Refused.Add(new LineVerdict(line, reason, detail));
    }
}
