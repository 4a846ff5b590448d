using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A question one can ask agreement of.</summary>
/// <param name="Id">Of the kept counts.</param>
/// <param name="Key">The criterion; of one option of a many-of criterion <c>criterion=option</c>.</param>
/// <param name="Label">As labelers read it.</param>
/// <param name="Level">How its answers are compared.</param>
/// <param name="SinceVersionId">The rubric version since which it means the same.</param>
/// <param name="SinceNumber">That version's number.</param>
/// <param name="IsImported">It comes from labels made elsewhere, not from the workflow's own rubric.</param>
/// <param name="IsAsked">It is asked today, with this meaning.</param>
/// <param name="ValueLabels">Value → what it is called.</param>
public sealed record AgreementQuestion(
    long Id,
    string Key,
    string Label,
    MeasurementLevel Level,
    long SinceVersionId,
    int SinceNumber,
    bool IsImported,
    bool IsAsked,
    IReadOnlyDictionary<string, string> ValueLabels
)
{
    public string Named(string value) => ValueLabels.GetValueOrDefault(value, value);
}
