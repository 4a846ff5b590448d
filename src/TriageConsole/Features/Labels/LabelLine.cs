using System.Globalization;
using System.Text;
using System.Text.Json;
using TriageConsole.Core.Events;
using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Labels;

/// <summary>
/// One imported label: one answer to one question about one interaction. <c>Marks</c> are the spans if the answer is a list of spans.
/// <c>Message</c> is the index of the labeled message; null for a label of the whole interaction.
/// <c>JudgeVersionId</c> is the version of a judge that is calibrated; null for lines from outside.
/// </summary>
internal sealed record LabelLine(
    long Number,
    string TraceId,
    string LabelerId,
    string Criterion,
    string Value,
    double? Numeric,
    string? Comment,
    bool IsJudge,
    IReadOnlyList<AnswerSpan>? Marks = null,
    int? Message = null,
    long? JudgeVersionId = null
)
{
    private const int MaxKeyChars = 100;
    private const int MaxValueChars = 100_000;

    /// <summary>An answer of a judge in a calibration.</summary>
    public static LabelLine OfJudge(string trace, string judge, string criterion, string value, long versionId) =>
        new(0, trace, judge, criterion, value, NumberOf(value), null, true, JudgeVersionId: versionId);

    /// <summary>Reads a line in the format of the *_labels files. Exactly one of the two results is set.</summary>
    public static (LabelLine? Label, Refusal? Refusal) Read(EventLine line)
    {
        if (line.Refusal is { } early)
            return (null, early);
        try
        {
            using var document = JsonDocument.Parse(line.Bytes, new JsonDocumentOptions { MaxDepth = EventReader.MaxDepth });
            return (Read(line.Number, document.RootElement), null);
        }
        catch (RefusedLineException e)
        {
            return (null, new Refusal(e.Reason, e.Message));
        }
        catch (JsonException)
        {
            return (null, new Refusal("invalid_json", "The line is not valid JSON."));
        }
        catch (InvalidOperationException)
        {
            // The text is not valid UTF-8, or has half a surrogate pair.
            return (null, new Refusal("invalid_utf8", "A text is not valid UTF-8 or holds half a character."));
        }
    }

    private static LabelLine Read(long number, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new RefusedLineException("not_an_object", "The line is not a JSON object.");
        RefuseRepeatedNames(root);
        var trace = Id(root, "trace_id", EventReader.MaxKeyChars);
        var labeler = Id(root, "labeler_id", EventReader.MaxKeyChars);
        var key = CriterionKey(Id(root, "rubric_key", MaxKeyChars));
        if (key.Length > MaxKeyChars)
            throw TooLong("rubric_key", MaxKeyChars);
        // The words of an LLM judge vary. If the sender normalised them, the normalised value is the answer, and the comment keeps the raw
        // word.
        var raw = AnswerOf(root, "value");
        var value =
            AnswerOf(root, "value_normalized") ?? raw ?? throw new RefusedLineException("missing_value", "value is missing or null.");
        if (Math.Max(value.Length, raw?.Length ?? 0) > MaxValueChars)
            throw TooLong("value", MaxValueChars);
        var comment = Text(root, "comment");
        if (comment?.Length > EventReader.MaxFieldChars)
            throw TooLong("comment", EventReader.MaxFieldChars);
        if (raw is not null && raw != value)
            comment = $"[{raw}] {comment}".TrimEnd();
        var judge =
            labeler.StartsWith("llm:", StringComparison.Ordinal)
            || (
                root.TryGetProperty("labeler_attributes", out var about)
                && about.ValueKind == JsonValueKind.Object
                && Text(about, "kind") == "llm_judge"
            );
        return new LabelLine(number, trace, labeler, key, value, NumberOf(value), comment, judge, MarksOf(value), MessageOf(root));
    }

    private static double? NumberOf(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed) ? parsed : null;

    /// <summary>With a repeated name, one of the values would be lost silently. So repeated names are refused at any depth.</summary>
    private static void RefuseRepeatedNames(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                RefuseRepeatedNames(item);
            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name))
                throw new RefusedLineException(
                    "duplicate_key",
                    $"The field '{Core.Texts.Cut(Core.Texts.Storable(property.Name), 61)}' is repeated."
                );
            RefuseRepeatedNames(property.Value);
        }
    }

    /// <summary>
    /// A string or number that identifies something, as in events. Trailing spaces are removed because databases ignore them in
    /// comparisons.
    /// </summary>
    private static string Id(JsonElement root, string name, int limit)
    {
        var text = !root.TryGetProperty(name, out var e)
            ? null
            : e.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => e.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => e.GetRawText(),
                _ => throw new RefusedLineException("bad_type", $"{name} must be a text."),
            };
        text = text?.TrimEnd();
        if (string.IsNullOrWhiteSpace(text))
            throw new RefusedLineException($"missing_{name}", $"{name} is missing or empty.");
        return text.Length <= limit ? Core.Texts.Storable(text) : throw TooLong(name, limit);
    }

    /// <summary>
    /// A criterion key keeps letters and digits of any script. Otherwise two questions in a non-Latin script would have the same key of
    /// underscores.
    /// </summary>
    private static string CriterionKey(string key) =>
        string.Concat(
            key.Trim()
                .Normalize(NormalizationForm.FormC)
                .EnumerateRunes()
                .Select(r => IsOfKey(r) ? r.ToString() : new string('_', r.Utf16SequenceLength))
        );

    private static bool IsOfKey(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || rune.Value is '_' or '.' or '-'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var e) && e.ValueKind == JsonValueKind.String ? Core.Texts.Storable(e.GetString()!) : null;

    private static string? AnswerOf(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var e)
            ? null
            : e.ValueKind switch
            {
                JsonValueKind.Null or JsonValueKind.Undefined => null,
                JsonValueKind.String => string.IsNullOrWhiteSpace(e.GetString()) ? null : Core.Texts.Storable(e.GetString()!),
                JsonValueKind.True => "yes",
                JsonValueKind.False => "no",
                _ => e.GetRawText(),
            };

    /// <summary>The spans of an answer that is a list of spans; null for any other answer.</summary>
    private static IReadOnlyList<AnswerSpan>? MarksOf(string value) =>
        AnswerValidation.Spans(value) is { Count: > 0 } marks
        && marks.All(m => m is { Target: AnswerSpan.Output } && (m.Start, m.End) != default)
            ? marks
            : null;

    /// <summary>The index in target.message_index; null if there is none.</summary>
    private static int? MessageOf(JsonElement root)
    {
        if (!root.TryGetProperty("target", out var target) || target.ValueKind == JsonValueKind.Null)
            return null;
        if (target.ValueKind != JsonValueKind.Object)
            throw new RefusedLineException("bad_type", "target must be an object.");
        if (!target.TryGetProperty("message_index", out var index) || index.ValueKind == JsonValueKind.Null)
            return null;
        return index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var message) && message is >= 0 and < int.MaxValue
            ? message
            : throw new RefusedLineException(
                "bad_message_index",
                "target.message_index must be an integer from 0: the index of a message in the messages of the interaction."
            );
    }

    private static RefusedLineException TooLong(string name, int limit) => new("too_long", $"{name} is longer than {limit} characters.");

    /// <summary>Aborts the reading of a line from a nested call.</summary>
    private sealed class RefusedLineException(string reason, string detail) : Exception(detail)
    {
        public string Reason => reason;
    }
}
