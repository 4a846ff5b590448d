using TriageConsole.Core.Rubrics;

namespace TriageConsole.Core.Agreement;

/// <summary>Which answers are compared between labelers, and at which level.</summary>
public static class ComparableAnswers
{
    /// <summary>
    /// The level at which answers of a criterion are compared; null for texts, text spans and corrections, which are not compared.
    /// </summary>
    public static MeasurementLevel? Level(CriterionKind kind) =>
        kind switch
        {
            CriterionKind.YesNo or CriterionKind.OneOf or CriterionKind.ManyOf or CriterionKind.Preference => MeasurementLevel.Nominal,
            CriterionKind.Ordinal => MeasurementLevel.Ordinal,
            CriterionKind.Number => MeasurementLevel.Interval,
            _ => null,
        };

    /// <summary>
    /// The questions that an answer belongs to: one, or for multiple choice one per option (<c>criterion=option</c>, yes or no).
    /// </summary>
    public static IEnumerable<(string Question, string Value)> Of(Criterion criterion, string answer)
    {
        if (Level(criterion.Kind) is null)
            return [];
        if (criterion.Kind != CriterionKind.ManyOf)
            return [(criterion.Key, answer)];
        var chosen = AnswerValidation.ManyOf(answer);
        return criterion.Options.Select(o => (OptionKey(criterion.Key, o.Value), chosen.Contains(o.Value) ? "yes" : "no"));
    }

    /// <summary>The key of one option of a multiple choice.</summary>
    public static string OptionKey(string criterion, string option) => $"{criterion}={option}";

    /// <summary>Converts an external answer to one of the criterion's values ("Yes" to yes); null if none fits.</summary>
    public static string? Fit(Criterion criterion, string answer)
    {
        if (Level(criterion.Kind) is null || criterion.Kind == CriterionKind.ManyOf)
            return null;
        if (criterion.Kind is CriterionKind.Ordinal or CriterionKind.Number)
            return
                AnswerValidation.Validate(Only(criterion), new Dictionary<string, string> { [criterion.Key] = answer }, "")
                    is { Ok: true, Answers: [var number] }
                ? number.Value
                : null;
        var allowed = criterion.Kind switch
        {
            CriterionKind.YesNo =>
            [
                new("yes", criterion.Options.FirstOrDefault(o => o.Value == "yes")?.Label ?? "Yes"),
                new("no", criterion.Options.FirstOrDefault(o => o.Value == "no")?.Label ?? "No"),
            ],
            CriterionKind.Preference => [new("this", "this"), new("other", "other"), new("tie", "tie")],
            _ => criterion.Options,
        };
        return allowed
            .FirstOrDefault(o =>
                string.Equals(o.Value, answer, StringComparison.OrdinalIgnoreCase)
                || string.Equals(o.Label, answer, StringComparison.OrdinalIgnoreCase)
            )
            ?.Value;
    }

    private static RubricDefinition Only(Criterion criterion) => new("", "", [criterion with { ShownIf = null }]);
}
