using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>The estimated loss by a pattern per week.</summary>
/// <param name="Gap">
/// How much worse the mean outcome is than in the rest of the workflow, in units of the metric. Null if one side has no measured outcome.
/// </param>
/// <param name="ShrunkGap">Gap · n/(n + 50), because few measured outcomes are weak evidence.</param>
/// <param name="WeeklyVolume">Interactions per week.</param>
/// <param name="Impact">max(0, shrunk gap) · weekly volume · value per unit, in value per week. Null if the gap is unknown.</param>
/// <param name="Explanation">The same as one sentence.</param>
public sealed record PatternImpact(double? Gap, double? ShrunkGap, double WeeklyVolume, double? Impact, string Explanation)
{
    /// <summary>Number of measured outcomes at which the gap is reduced to one half.</summary>
    public const double Shrinkage = 50;

    /// <summary>Computes the impact; it is null if an outcome is missing on one side.</summary>
    /// <exception cref="ArgumentException">A count, the volume or the value is negative, or a number is not finite.</exception>
    public static PatternImpact Of(PatternOutcomes o)
    {
        if (
            o.Measured < 0
            || o.RestMeasured < 0
            || !(o.WeeklyVolume >= 0)
            || !(o.ValuePerUnit >= 0)
            || !double.IsFinite(o.Sum + o.RestSum + o.WeeklyVolume + o.ValuePerUnit)
        )
            throw new ArgumentException("Counts, volume and value must be zero or more, sums finite.", nameof(o));
        if (o.Measured == 0 || o.RestMeasured == 0)
            return new PatternImpact(
                null,
                null,
                o.WeeklyVolume,
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Impact unknown: {o.Measured} measured outcomes in the pattern, {o.RestMeasured} in the rest of the workflow."
                )
            );
        var (mean, rest) = (o.Sum / o.Measured, o.RestSum / o.RestMeasured);
        var gap = o.LowerIsBetter ? mean - rest : rest - mean;
        var shrunk = gap * o.Measured / (o.Measured + Shrinkage);
        var impact = Math.Max(0, shrunk) * o.WeeklyVolume * o.ValuePerUnit;
        return new PatternImpact(gap, shrunk, o.WeeklyVolume, impact, Explain(o, mean, rest, shrunk, impact));
    }

    private static string Explain(PatternOutcomes o, double mean, double rest, double shrunk, double impact)
    {
        var means =
            $"Mean outcome {SignificantDigits.Of(mean, 4)} over {o.Measured.ToString(CultureInfo.InvariantCulture)} measured, "
            + $"{SignificantDigits.Of(rest, 4)} in the rest of the workflow";
        return shrunk <= 0
            ? $"{means}: not worse, so there is no impact."
            : $"{means}: a gap of {SignificantDigits.Of(shrunk, 4)} after shrinking, × {SignificantDigits.Of(o.WeeklyVolume, 2)} per week "
                + $"× {SignificantDigits.Of(o.ValuePerUnit, 4)} per unit = {SignificantDigits.Of(impact, 2)} per week.";
    }
}
