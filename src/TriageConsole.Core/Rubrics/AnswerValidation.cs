using System.Globalization;
using System.Text.Json;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Rubrics;

/// <summary>Validates answers against a rubric and converts them to the normal form in which they are stored.</summary>
public static class AnswerValidation
{
    /// <summary>Maximum length of a text or a corrected response, in UTF-16 code units.</summary>
    public const int MaxText = 1_000_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>Drops answers to criteria that are not shown under the other answers. Empty answers count as missing.</summary>
    /// <param name="rubric">The rubric version.</param>
    /// <param name="answers">Answers as text, by criterion key.</param>
    /// <param name="output">The response that spans mark.</param>
    public static ValidatedAnswers Validate(RubricDefinition rubric, IReadOnlyDictionary<string, string> answers, string output)
    {
        var problems = answers
            .Keys.Where(k => rubric.Find(k) is null)
            .Select(k => new FieldProblem(k, $"The rubric has no criterion \"{k}\"."))
            .ToList();
        var given = new List<Answer>();
        foreach (var criterion in rubric.Criteria)
        {
            if (!IsShown(criterion, key => given.Find(a => a.Criterion == key)?.Value))
                continue;
            var raw = answers.GetValueOrDefault(criterion.Key);
            var answer = string.IsNullOrWhiteSpace(raw) ? null : Normalise(criterion, raw, output, problems);
            if (answer is not null)
                given.Add(answer);
            else if (criterion.Required && !problems.Exists(p => p.Field == criterion.Key))
                problems.Add(new FieldProblem(criterion.Key, $"“{criterion.Title}” needs an answer."));
        }

        return new ValidatedAnswers(given, problems);
    }

    /// <summary>Keys of the criteria that the form shows under these answers, in order. The answers need not be valid.</summary>
    public static IReadOnlyList<string> ShownCriteria(RubricDefinition rubric, IReadOnlyDictionary<string, string> answers)
    {
        var shown = new List<string>();
        foreach (var criterion in rubric.Criteria)
            if (IsShown(criterion, key => shown.Contains(key) ? answers.GetValueOrDefault(key) : null))
                shown.Add(criterion.Key);
        return shown;
    }

    /// <summary>A number as stored in answers: invariant culture, the shortest text that parses to the same value.</summary>
    public static string NumberText(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The values of a many_of answer; empty if it is not one.</summary>
    public static IReadOnlyList<string> ManyOf(string? value) => Read<string[]>(value) ?? [];

    /// <summary>The spans of a spans answer; empty if it is not one.</summary>
    public static IReadOnlyList<AnswerSpan> Spans(string? value) => Read<AnswerSpan[]>(value) ?? [];

    /// <summary>Serializes a many_of answer.</summary>
    public static string ToText(IEnumerable<string> values) => JsonSerializer.Serialize(values, Json);

    /// <summary>Serializes a spans answer.</summary>
    public static string ToText(IEnumerable<AnswerSpan> spans) => JsonSerializer.Serialize(spans, Json);

    private static bool IsShown(Criterion criterion, Func<string, string?> answerOf)
    {
        if (criterion.ShownIf is not { } condition)
            return true;
        if (answerOf(condition.Criterion) is not { } value)
            return false;
        return condition.In.Contains(value) || (value.StartsWith('[') && ManyOf(value).Any(condition.In.Contains));
    }

    private static Answer? Normalise(Criterion criterion, string raw, string output, List<FieldProblem> problems)
    {
        Answer? Refuse(string message)
        {
            problems.Add(new FieldProblem(criterion.Key, $"“{criterion.Title}”: {message}"));
            return null;
        }

        switch (criterion.Kind)
        {
            case CriterionKind.YesNo:
                return raw is "yes" or "no" ? new Answer(criterion.Key, raw) : Refuse("answer yes or no.");
            case CriterionKind.Preference:
                return raw is "this" or "other" or "tie" ? new Answer(criterion.Key, raw) : Refuse("answer this, other or tie.");
            case CriterionKind.OneOf:
                return criterion.Options.Any(o => o.Value == raw)
                    ? new Answer(criterion.Key, raw)
                    : Refuse($"there is no option “{Cut(raw)}”.");
            case CriterionKind.ManyOf:
                return Chosen(criterion, raw, Refuse);
            case CriterionKind.Ordinal or CriterionKind.Number:
                return OnScale(criterion, raw, Refuse);
            case CriterionKind.Spans:
                return Marked(criterion, raw, output, Refuse);
            default:
                return raw.Length <= MaxText
                    ? new Answer(criterion.Key, Texts.Storable(raw))
                    : Refuse($"longer than {MaxText:N0} characters.");
        }
    }

    private static Answer? Chosen(Criterion criterion, string raw, Func<string, Answer?> refuse)
    {
        if (Read<string[]>(raw) is not { } chosen || chosen.Contains(null))
            return refuse("must be a list of options.");
        if (chosen.FirstOrDefault(v => criterion.Options.All(o => o.Value != v)) is { } unknown)
            return refuse($"there is no option “{Cut(unknown)}”.");
        // Ordered like the rubric and without duplicates, so that equal choices have equal texts.
        var ordered = criterion.Options.Select(o => o.Value).Where(chosen.Contains).ToList();
        return ordered.Count == 0 ? null : new Answer(criterion.Key, ToText(ordered));
    }

    private static Answer? OnScale(Criterion criterion, string raw, Func<string, Answer?> refuse)
    {
        if (!double.TryParse(raw.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return refuse("must be a number.");
        if (value < criterion.Min)
            return refuse($"must not be below {NumberText(criterion.Min.Value)}.");
        if (value > criterion.Max)
            return refuse($"must not be above {NumberText(criterion.Max.Value)}.");
        var step = criterion.Step ?? (criterion.Kind == CriterionKind.Ordinal ? 1 : null);
        if (step is { } by)
        {
            var origin = criterion.Min ?? 0;
            var snapped = origin + (Math.Round((value - origin) / by) * by);
            if (Math.Abs(snapped - value) > 1e-9 * Math.Max(1, Math.Abs(value)))
                return refuse($"must be in steps of {NumberText(by)}.");
            value = (double)Math.Round((decimal)Math.Clamp(snapped, -1e15, 1e15), 12);
        }

        value += 0.0; // −0 is 0
        return new Answer(criterion.Key, NumberText(value), value);
    }

    private static Answer? Marked(Criterion criterion, string raw, string output, Func<string, Answer?> refuse)
    {
        if (Read<AnswerSpan[]>(raw) is not { } spans || spans.Contains(null))
            return refuse("must be a list of text spans.");
        foreach (var span in spans)
        {
            if (criterion.SpanTypes.All(t => t.Value != span.Type))
                return refuse($"there is no type “{Cut(span.Type ?? "")}”.");
            if (span.Target != AnswerSpan.Output)
                return refuse("only the response can be marked.");
            if (span.Start < 0 || span.End > output.Length || span.Start >= span.End)
                return refuse("a text span is outside the response.");
            if (!span.Fits(output))
                return refuse("a text span splits a character. Offsets count UTF-16 code units.");
        }

        var ordered = spans.Distinct().OrderBy(s => s.Start).ThenBy(s => s.End).ThenBy(s => s.Type, StringComparer.Ordinal).ToList();
        return ordered.Count == 0 ? null : new Answer(criterion.Key, ToText(ordered));
    }

    private static T? Read<T>(string? json)
        where T : class
    {
        if (string.IsNullOrEmpty(json) || json[0] != '[')
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
