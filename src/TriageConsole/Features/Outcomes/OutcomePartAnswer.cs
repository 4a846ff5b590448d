using TriageConsole.Core.Common;

namespace TriageConsole.Features.Outcomes;

internal sealed record OutcomePartAnswer(
    string? Name,
    long Count,
    long Missing,
    long NotOverTime,
    double? Mean,
    double? Low,
    double? High,
    Interval ToOthers,
    IReadOnlyList<StepAnswer>? Steps
)
{
    public static OutcomePartAnswer Of(OutcomePart p) =>
        new(
            p.Name,
            p.Count,
            p.Missing,
            p.Untimed,
            p.Mean.Value,
            p.Mean.Low,
            p.Mean.High,
            p.ToOthers,
            p.Steps.Count == 0 ? null : [.. p.Steps.Select(StepAnswer.Of)]
        );
}
