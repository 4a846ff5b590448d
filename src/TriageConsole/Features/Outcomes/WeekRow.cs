using TriageConsole.Core.Outcomes;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// The outcome of a workflow in the last seven days compared with the seven days before. Gain and its interval: positive is better. Days:
/// the mean of each of the last thirty days with outcomes.
/// </summary>
public sealed record WeekRow(
    WorkflowRef Workflow,
    string? Metric,
    string? Unit,
    bool IsShare,
    MeanEstimate Before,
    MeanEstimate Now,
    OutcomeShift? Shift,
    IReadOnlyList<WeekContributor> Contributors,
    IReadOnlyList<(DateTimeOffset Day, double Mean)> Days,
    string Link
)
{
    /// <summary>The failure pattern with more failures than in the week before. Only for leads.</summary>
    public WeekPattern? Pattern { get; init; }

    /// <summary>The verdict in words with the style of its chip. "No data": a week has no outcome at all.</summary>
    public (string Sign, string Words, string Style) Verdict =>
        Before.Count == 0 || Now.Count == 0
            ? ("–", "no data", "")
            : Shift?.Verdict switch
            {
                ShiftVerdict.Better => ("✓", "better", "ok"),
                ShiftVerdict.Worse => ("✕", "worse", "bad"),
                ShiftVerdict.NoClearChange => ("–", "not decisive", ""),
                _ => ("–", "insufficient data", "warn"),
            };

    /// <summary>The order of the list, worst first: a decided loss, no decided change, a decided gain, insufficient data, no
    /// data.</summary>
    internal (int Group, double Gain) Order =>
        (
            Before.Count == 0 || Now.Count == 0
                ? 4
                : Shift?.Verdict switch
                {
                    ShiftVerdict.Worse => 0,
                    ShiftVerdict.NoClearChange => 1,
                    ShiftVerdict.Better => 2,
                    _ => 3,
                },
            // Metrics have different units, so gains are compared relative to the mean of the week before.
            Shift?.Gain / Math.Max(Math.Abs(Before.Value ?? 0), 1e-9)
                ?? 0
        );
}
