using System.Globalization;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;

namespace TriageConsole.Core.Outcomes;

/// <summary>The comparison of an outcome in this period with the period before.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Gain">The difference in the good direction, in units of the metric; null if a side has no measured outcome.</param>
/// <param name="Low">Lower bound of its 95 % interval; null if there is none.</param>
/// <param name="High">Upper bound of the interval.</param>
/// <param name="Explanation">One sentence with the numbers.</param>
public sealed record OutcomeShift(ShiftVerdict Verdict, double? Gain, double? Low, double? High, string Explanation)
{
    /// <summary>Minimum number of measured outcomes per period.</summary>
    public const int MinMeasured = 30;

    /// <summary>Uses Newcombe's interval for yes/no outcomes and Welch's for others.</summary>
    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    public static OutcomeShift Of(OutcomeSums before, OutcomeSums now, bool lowerIsBetter)
    {
        var d = lowerIsBetter ? MeanDifference.Of(before, now) : MeanDifference.Of(now, before);
        var verdict =
            before.Count < MinMeasured || now.Count < MinMeasured ? ShiftVerdict.NotEnough
            : d.Low > 0 ? ShiftVerdict.Better
            : d.High < 0 ? ShiftVerdict.Worse
            : ShiftVerdict.NoClearChange;
        return new OutcomeShift(verdict, d.Value, d.Low, d.High, Explain(verdict, before, now, d));
    }

    private static string Explain(ShiftVerdict verdict, OutcomeSums before, OutcomeSums now, Interval d)
    {
        if (verdict == ShiftVerdict.NotEnough)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Insufficient data: {before.Count} outcomes measured before and {now.Count} now; at least {MinMeasured} each are needed."
            );
        var word = verdict switch
        {
            ShiftVerdict.Better => "Better",
            ShiftVerdict.Worse => "Worse",
            _ => "Not decisive",
        };
        var isShare = OutcomeSums.AreShares(before, now);
        var interval = d.Low is null ? "all values are equal, so the spread is unknown" : $"95 % {GateText.Ends(d.Low, d.High, isShare)}";
        return $"{word}: {GateText.Mean(before.Mean, isShare)} before, {GateText.Mean(now.Mean, isShare)} now; "
            + $"gain {GateText.Difference(d.Value, isShare)} ({interval}).";
    }
}
