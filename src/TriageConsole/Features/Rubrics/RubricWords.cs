using System.Text.Json;
using System.Text.RegularExpressions;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>Names for leads instead of the names in the JSON.</summary>
internal static partial class RubricWords
{
    public static readonly (CriterionKind Kind, string Name)[] Kinds =
    [
        (CriterionKind.YesNo, "yes or no"),
        (CriterionKind.OneOf, "single choice"),
        (CriterionKind.ManyOf, "multiple choice"),
        (CriterionKind.Ordinal, "scale with anchors"),
        (CriterionKind.Number, "number"),
        (CriterionKind.Text, "text"),
        (CriterionKind.Spans, "text spans"),
        (CriterionKind.Correction, "corrected response"),
        (CriterionKind.Preference, "preference between two"),
    ];

    public static readonly (SuggestionPolicy Policy, string Name)[] Suggestions =
    [
        (SuggestionPolicy.None, "None: labelers answer blind"),
        (SuggestionPolicy.Judge, "Answers of a judge"),
        (SuggestionPolicy.Label, "Answers of an earlier label"),
        (SuggestionPolicy.Any, "Answers of a judge, else of an earlier label"),
    ];

    /// <summary>
    /// Replaces the parser's field names by questions: <c>criteria[2] "severity": …</c> becomes <c>Question 3 (severity): …</c>.
    /// </summary>
    public static string ForLead(string problem) =>
        Place()
            .Replace(
                problem,
                m =>
                    $"Question "
                    + $"{int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + 1}"
                    + $"{(m.Groups[2].Length > 0 ? $" ({m.Groups[2].Value})" : "")}"
            );

    /// <summary>An answer with the labels of its options; marks as their number. At most <paramref name="length"/> characters.</summary>
    public static string Answer(Criterion criterion, string answer, int length = 200)
    {
        if (criterion.Kind == CriterionKind.Spans)
            return Figures.Plural(AnswerValidation.Spans(answer).Count, "mark", "marks");
        string Named(string value) => criterion.Options.FirstOrDefault(o => o.Value == value)?.Label ?? value;
        return Texts.Cut(
            criterion.Kind == CriterionKind.ManyOf ? string.Join(", ", AnswerValidation.ManyOf(answer).Select(Named))
                : criterion.Kind == CriterionKind.YesNo && Named(answer) == answer ? (answer == "yes" ? "Yes" : "No")
                : Named(answer),
            length
        );
    }

    public static string Name(CriterionKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    [GeneratedRegex("criteria\\[(\\d+)\\](?: \"([^\"]*)\")?")]
    private static partial Regex Place();
}
