using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Reports;

/// <summary>A measure in two weeks.</summary>
/// <param name="Before">Its mean in the first week.</param>
/// <param name="Now">Its mean in the second week.</param>
/// <param name="Difference">Now − before, with its 95 % interval; without a value if a week has none.</param>
/// <param name="Verdict">Whether the measure improved.</param>
public sealed record WeekDifference(MeanEstimate Before, MeanEstimate Now, Interval Difference, ShiftVerdict Verdict)
{
    /// <summary>
    /// Compares two weeks. The difference is that of <see cref="MeanDifference"/>: Newcombe's interval (1998, method 10) if all values are
    /// 0 or 1, otherwise Welch's (1947). The verdict is that of <see cref="OutcomeShift"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    public static WeekDifference Of(OutcomeSums before, OutcomeSums now, bool lowerIsBetter) =>
        new(
            MeanEstimate.Of(before),
            MeanEstimate.Of(now),
            MeanDifference.Of(now, before),
            OutcomeShift.Of(before, now, lowerIsBetter).Verdict
        );

    /// <summary>Compares two counts of yes/no values, such as failures of interactions, of which fewer are better.</summary>
    public static WeekDifference OfFailures(long failuresBefore, long before, long failuresNow, long now) =>
        Of(new OutcomeSums(before, failuresBefore, failuresBefore), new OutcomeSums(now, failuresNow, failuresNow), lowerIsBetter: true);
}
