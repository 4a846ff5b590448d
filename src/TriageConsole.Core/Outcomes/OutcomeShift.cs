using System.Globalization;
using TriageConsole.Core.Common;
using TriageConsole.Core.Gates;

namespace TriageConsole.Core.Outcomes;

/// <summary>Whether an outcome got better.</summary>
public enum ShiftVerdict
{
    /// <summary>Too few measured on a side to say.</summary>
    NotEnough,

    /// <summary>The whole interval is on the good side of zero.</summary>
    Better,

    /// <summary>The whole interval is on the bad side of zero.</summary>
    Worse,

    /// <summary>The interval holds zero.</summary>
    NoClearChange,
}

/// <summary>Was this period better than the one before?</summary>
/// <param name="Verdict">In a word.</param>
/// <param name="Gain">The difference in the good direction, in units of the metric; null where a side has none measured.</param>
/// <param name="Low">Lower end of its 95 % interval; null where there is none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Explanation">The same in a sentence.</param>
public sealed record OutcomeShift(ShiftVerdict Verdict, double? Gain, double? Low, double? High, string Explanation)
{
    /// <summary>Fewest measured outcomes a side.</summary>
    public const int LeastMeasured = 30;

    /// <summary>Newcombe's interval for yes/no outcomes, Welch's for others.</summary>
    /// <exception cref="ArgumentException">A count is negative or a sum not finite.</exception>
    public static OutcomeShift Of(OutcomeSums before, OutcomeSums now, bool lowerIsBetter)
    {
        var d = lowerIsBetter ? MeanDifference.Of(before, now) : MeanDifference.Of(now, before);
        var verdict =
            before.Count < LeastMeasured || now.Count < LeastMeasured ? ShiftVerdict.NotEnough
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
                $"Not enough: {before.Count} outcomes measured before and {now.Count} now, at least {LeastMeasured} a side are needed."
            );
        var word = verdict switch
        {
            ShiftVerdict.Better => "Better",
            ShiftVerdict.Worse => "Worse",
            _ => "No clear change",
        };
        var interval = d.Low is null
            ? "all values alike, so nothing is known of the spread"
            : $"95 % {GateText.Number(d.Low)} to {GateText.Number(d.High)}";
        return $"{word}: {GateText.Number(before.Mean)} before, {GateText.Number(now.Mean)} now; gain {GateText.Number(d.Value)} ({interval}).";
    }
}
