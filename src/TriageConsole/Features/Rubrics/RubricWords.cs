using System.Text.Json;
using System.Text.RegularExpressions;
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

    public static string Name(CriterionKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    [GeneratedRegex("criteria\\[(\\d+)\\](?: \"([^\"]*)\")?")]
    private static partial Regex Place();
}
