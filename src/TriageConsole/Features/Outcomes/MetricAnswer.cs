namespace TriageConsole.Features.Outcomes;

internal sealed record MetricAnswer(
    string Metric,
    string? Unit,
    bool Own,
    bool LowerIsBetter,
    long Count,
    long Missing,
    double? Mean,
    double? Low,
    double? High,
    ShiftAnswer Shift,
    IReadOnlyList<StepAnswer> Measured,
    IReadOnlyList<EstimatedAnswer> Estimated,
    IReadOnlyList<OutcomePartAnswer> Versions,
    IReadOnlyList<OutcomePartAnswer> Segments,
    IReadOnlyList<OutcomePartAnswer> Countries,
    IReadOnlyList<SignalAnswer> Signals,
    IReadOnlyList<ChangeAnswer> Changes
)
{
    public static MetricAnswer Of(MetricView m) =>
        new(
            m.Name,
            m.Unit,
            m.IsOwn,
            m.LowerIsBetter,
            m.Count,
            m.Missing,
            m.Mean.Value,
            m.Mean.Low,
            m.Mean.High,
            new ShiftAnswer(
                m.Shift.Verdict,
                m.Shift.Gain,
                m.Shift.Low,
                m.Shift.High,
                m.Before.From,
                m.Now.From,
                m.Now.To,
                m.Shift.Explanation
            ),
            [.. m.Steps.Select(StepAnswer.Of)],
            [
                .. from d in m.Days
                where d.Estimate is not null
                let e = d.Estimate!.Value
                select new EstimatedAnswer(d.Day, e.Count, e.EstimatedShare, e.Value, e.Low, e.High),
            ],
            [.. m.Versions.Select(OutcomePartAnswer.Of)],
            [.. m.Segments.Select(OutcomePartAnswer.Of)],
            [.. m.Countries.Select(OutcomePartAnswer.Of)],
            [
                .. m.Signals.Select(s => new SignalAnswer(
                    s.Key,
                    s.Count,
                    s.With.Mean,
                    s.Without.Mean,
                    s.Difference,
                    s.Power.Correlation,
                    s.Comparison?.Trend,
                    s.IsMismatch
                )),
            ],
            [.. m.Changes.Select(c => new ChangeAnswer(c.At, c.Before, c.After, c.P))]
        );
}
