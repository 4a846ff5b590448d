using MathNet.Numerics.Distributions;

namespace TriageConsole.Core.Agreement;

/// <summary>Intervals by leaving out one item at a time.</summary>
internal static class Jackknife
{
    /// <summary>
    /// estimate ± t(df, 0.975) · √((N − 1)/N · Σ(θ₋ᵢ − mean)²), limited to −1..1 (below only if the estimate is). It has correct coverage
    /// where the bootstrap of pairs does not (methods C).
    /// </summary>
    /// <param name="value">The estimate from all items.</param>
    /// <param name="leftOut">The estimate without one item (NaN: undefined), and the number of items with that value.</param>
    /// <param name="informative">Number of items for the degrees of freedom; all by default.</param>
    public static AgreementFigure Around(double value, IEnumerable<(double Without, long Items)> leftOut, long informative = long.MaxValue)
    {
        double sum = 0,
            squares = 0;
        long n = 0;
        foreach (var (without, items) in leftOut)
        {
            if (double.IsNaN(without))
                return new AgreementFigure(value, null, null, AgreementFigure.OneItemDecides);
            // Relative to the estimate, so that nearly equal values keep their digits.
            var d = without - value;
            sum += items * d;
            squares += items * d * d;
            n += items;
        }

        if (n < 2)
            return new AgreementFigure(value, null, null, "no interval: one item only");
        var spread = Math.Max(0, squares - (sum * sum / n)) * (n - 1) / n;
        var half = StudentT.InvCDF(0, 1, Math.Min(n, informative) - 1, 0.975) * Math.Sqrt(spread);
        return new AgreementFigure(value, Math.Max(Math.Min(-1, value), value - half), Math.Min(1, value + half), null);
    }
}
