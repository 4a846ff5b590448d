using MathNet.Numerics.Distributions;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Outcomes;

/// <summary>
/// The difference of two means, first − second, with its 95 % interval in units of the outcome metric. It has no value where a side has
/// none; no ends where a side has under two values, and where neither side has shown any spread: a width of zero decides nothing.
/// </summary>
public static class MeanDifference
{
    /// <summary>
    /// Newcombe's hybrid score interval where both are yes/no, else <see cref="Welch"/>. Source: R. G. Newcombe, Statistics in Medicine 17,
    /// 1998, method 10.
    /// </summary>
    /// <exception cref="ArgumentException">A count is negative or a sum not finite.</exception>
    public static Interval Of(OutcomeSums first, OutcomeSums second)
    {
        if (!first.IsYesNo || !second.IsYesNo)
            return Welch(first, second);
        var (a, b) = (MeanEstimate.Of(first), MeanEstimate.Of(second));
        if (a.Low is null || b.Low is null)
            return new Interval(a.Value - b.Value, null, null);
        var d = a.Value!.Value - b.Value!.Value;
        return new Interval(
            d,
            d - Norm(a.Value.Value - a.Low.Value, b.High!.Value - b.Value.Value),
            d + Norm(a.High!.Value - a.Value.Value, b.Value.Value - b.Low.Value)
        );
    }

    /// <summary>B. L. Welch 1947: variances may differ; degrees of freedom by Satterthwaite.</summary>
    /// <exception cref="ArgumentException">A count is negative or a sum not finite.</exception>
    public static Interval Welch(OutcomeSums first, OutcomeSums second)
    {
        var d = first.Checked().Mean - second.Checked().Mean;
        if (first.Variance is not { } v || second.Variance is not { } w)
            return new Interval(d, null, null);
        var (a, b) = (v / first.Count, w / second.Count);
        if (a + b <= 0)
            return new Interval(d, null, null);
        var freedom = (a + b) * (a + b) / ((a * a / (first.Count - 1)) + (b * b / (second.Count - 1)));
        var half = Math.Sqrt(a + b) * StudentT.InvCDF(0, 1, freedom, 0.975);
        return new Interval(d, d - half, d + half);
    }

    private static double Norm(double x, double y) => Math.Sqrt((x * x) + (y * y));
}
