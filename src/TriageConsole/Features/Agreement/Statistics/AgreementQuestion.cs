using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A question with agreement figures.</summary>
/// <param name="Id">Id of the stored counts.</param>
/// <param name="Key">The key of the criterion; for one option of a multiple choice <c>criterion=option</c>.</param>
/// <param name="Label">Its text for labelers.</param>
/// <param name="Level">How its answers are compared.</param>
/// <param name="SinceVersionId">The first rubric version with this meaning.</param>
/// <param name="SinceNumber">That version's number.</param>
/// <param name="IsImported">It belongs to imported labels, not to the workflow's own rubric.</param>
/// <param name="IsAsked">The current rubric asks it with this meaning.</param>
/// <param name="Scope">What one unit of its labels is: an interaction or a turn.</param>
/// <param name="ValueLabels">The text of each value.</param>
public sealed record AgreementQuestion(
    long Id,
    string Key,
    string Label,
    MeasurementLevel Level,
    long SinceVersionId,
    int SinceNumber,
    bool IsImported,
    bool IsAsked,
    CriterionScope Scope,
    IReadOnlyDictionary<string, string> ValueLabels
)
{
    public string Named(string value) => ValueLabels.GetValueOrDefault(value, value);
}
