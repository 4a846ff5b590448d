namespace TriageConsole.Features.Outcomes;

internal sealed record StepAnswer(DateTimeOffset Start, long Count, long Missing, double? Mean, double? Low, double? High)
{
    public static StepAnswer Of(OutcomeStep s) => new(s.Start, s.Count, s.Count - s.Sums.Count, s.Mean.Value, s.Mean.Low, s.Mean.High);
}
