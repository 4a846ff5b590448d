using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>What a pattern's impact is computed from.</summary>
/// <param name="Measured">Interactions of the pattern with a measured outcome.</param>
/// <param name="Sum">Sum of their outcomes, in units of the metric.</param>
/// <param name="RestMeasured">Interactions of the rest of the workflow with a measured outcome.</param>
/// <param name="RestSum">Sum of theirs.</param>
/// <param name="LowerIsBetter">Whether less of the metric is better.</param>
/// <param name="WeeklyVolume">Interactions of the pattern a week, measured or not.</param>
/// <param name="ValuePerUnit">Value of one unit of the metric on one interaction.</param>
public readonly record struct PatternOutcomes(
    long Measured,
    double Sum,
    long RestMeasured,
    double RestSum,
    bool LowerIsBetter,
    double WeeklyVolume,
    double ValuePerUnit
);

/// <summary>What a pattern costs a week. Source: domain section 5.</summary>
/// <param name="Gap">How much worse the mean outcome is than in the rest of the workflow, in units of the metric; null where a side has none measured.</param>
/// <param name="ShrunkGap">The gap · n/(n + 50): few measured outcomes say little.</param>
/// <param name="WeeklyVolume">Interactions a week.</param>
/// <param name="Impact">max(0, shrunk gap) · weekly volume · value per unit, in units of value a week; null where the gap is unknown.</param>
/// <param name="Explanation">The same in a sentence.</param>
public sealed record PatternImpact(double? Gap, double? ShrunkGap, double WeeklyVolume, double? Impact, string Explanation)
{
    /// <summary>Measured outcomes at which half of the gap is believed.</summary>
    public const double Shrinkage = 50;

    /// <summary>The impact, or that it is unknown.</summary>
    /// <exception cref="ArgumentException">A count, the volume or the value is negative, or a figure is not finite.</exception>
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
        var means = string.Create(
            CultureInfo.InvariantCulture,
            $"Mean outcome {SignificantDigits.Of(mean, 4)} over {o.Measured} measured, {SignificantDigits.Of(rest, 4)} in the rest of the workflow"
        );
        return shrunk <= 0
            ? $"{means}: no worse, so nothing is at stake."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{means}: a gap of {SignificantDigits.Of(shrunk, 4)} after shrinking, × {SignificantDigits.Of(o.WeeklyVolume, 2)} a week × {SignificantDigits.Of(o.ValuePerUnit, 4)} per unit = {SignificantDigits.Of(impact, 2)} a week."
            );
    }
}
