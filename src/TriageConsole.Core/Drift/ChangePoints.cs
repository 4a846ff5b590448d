using MathNet.Numerics.Distributions;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Drift;

/// <summary>
/// Binary segmentation (A. Scott and M. Knott 1974) with error control. It tests the split that explains most variance, with p multiplied
/// by the number of splits (Bonferroni). If the split is significant, it searches both segments. If buckets vary more than their counts
/// explain, as days do, the test takes this variance into account.
/// </summary>
public static class ChangePoints
{
    /// <summary>Minimum number of observations on each side of a change.</summary>
    public const long MinObservations = 30;

    /// <summary>Upper quartile of χ² with one degree of freedom.</summary>
    private const double UpperQuartile = 1.3233036969314666;

    /// <summary>All changes, in chronological order.</summary>
    /// <param name="series">The buckets in chronological order; empty ones are skipped.</param>
    /// <param name="falseAlarms">Maximum probability of a change in a series without change, 0..1.</param>
    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    public static IReadOnlyList<ChangePoint> Find(IReadOnlyList<OutcomeSums> series, double falseAlarms = 0.01)
    {
        var buckets = series.Select((s, index) => (Sums: s.Checked(), index)).Where(b => b.Sums.Count > 0).ToArray();
        var sums = Array.ConvertAll(buckets, b => b.Sums);
        var found = new SortedDictionary<int, double>();
        Search(sums, 0, sums.Length, falseAlarms, found);
        int[] cuts = [0, .. found.Keys, sums.Length];
        return
        [
            .. found.Select(
                (f, i) =>
                    new ChangePoint(
                        buckets[f.Key].index,
                        Total(sums, cuts[i], cuts[i + 1]).Mean!.Value,
                        Total(sums, cuts[i + 1], cuts[i + 2]).Mean!.Value,
                        f.Value
                    )
            ),
        ];
    }

    private static void Search(OutcomeSums[] sums, int from, int to, double level, SortedDictionary<int, double> found)
    {
        var all = Total(sums, from, to);
        if (all.Scatter <= 0)
            return;
        var (best, explained, places, left) = (-1, 0d, 0, default(OutcomeSums));
        for (var cut = from + 1; cut < to; cut++)
        {
            left += sums[cut - 1];
            var rest = all.Count - left.Count;
            if (left.Count < MinObservations || rest < MinObservations)
                continue;
            places++;
            var between = Explained(left, all);
            if (best < 0 || between > explained)
                (best, explained) = (cut, between);
        }

        if (best < 0 || explained <= 0)
            return;
        var p = Math.Min(1, places * Test(sums, from, best, to, all, explained));
        if (p > level)
            return;
        found[best] = p;
        Search(sums, from, best, level, found);
        Search(sums, best, to, level, found);
    }

    /// <summary>The share of the total sum of squares that the split explains, r².</summary>
    private static double Explained(OutcomeSums left, OutcomeSums all)
    {
        var (n, m) = ((double)left.Count, (double)(all.Count - left.Count));
        var gap = (left.Sum / n) - ((all.Sum - left.Sum) / m);
        return gap * gap * n * m / all.Count / all.Scatter;
    }

    /// <summary>
    /// Two-sided p: Fisher's exact test for yes/no outcomes, otherwise Student's t. At least the p that takes the variance between buckets
    /// into account.
    /// </summary>
    private static double Test(OutcomeSums[] sums, int from, int cut, int to, OutcomeSums all, double explained)
    {
        var left = Total(sums, from, cut);
        // If the values on each side are all equal, there is no estimate of the spread. The test is not decisive.
        if (!all.IsYesNo && left.Scatter == 0 && Total(sums, cut, to).Scatter == 0)
            return 1;
        var t = explained >= 1 ? double.PositiveInfinity : Math.Sqrt(explained * (all.Count - 2) / (1 - explained));
        var sampling = all.IsYesNo
            ? Exact((long)left.Sum, left.Count, (long)all.Sum, all.Count)
            : 2 * StudentT.CDF(0, 1, all.Count - 2, -t);
        return Math.Max(sampling, ByBuckets(sums, from, cut, to, Math.Max(1e-12, 1 - explained) * all.Scatter / (all.Count - 1)));
    }

    /// <summary>
    /// The test with a variance between buckets (a random effect of the day): means weighted by 1/(variance/n + between), Student's t.
    /// Returns 0 if the buckets vary no more than their counts explain.
    /// </summary>
    private static double ByBuckets(OutcomeSums[] sums, int from, int cut, int to, double variance)
    {
        var between = Between(sums, from, cut, to, variance);
        if (between <= 0)
            return 0;
        var (before, ofBefore) = Weighted(sums, from, cut, variance, between);
        var (after, ofAfter) = Weighted(sums, cut, to, variance, between);
        return 2 * StudentT.CDF(0, 1, to - from - 2, -Math.Abs(before - after) / Math.Sqrt(ofBefore + ofAfter));
    }

    private static (double Mean, double Variance) Weighted(OutcomeSums[] sums, int from, int to, double variance, double between)
    {
        double weights = 0,
            sum = 0;
        for (var i = from; i < to; i++)
        {
            var weight = 1 / ((variance / sums[i].Count) + between);
            weights += weight;
            sum += weight * sums[i].Mean!.Value;
        }

        return (sum / weights, 1 / weights);
    }

    private static double Exact(long yes, long n, long allYes, long all) =>
        2 * Math.Min(PatternStatistics.FisherUpper(yes, n, allYes, all), PatternStatistics.FisherUpper(n - yes, n, all - allYes, all));

    /// <summary>
    /// The variance between buckets for which the upper quartile of the squared standardised differences of neighbours equals that of χ². A
    /// few changes of level do not affect the quartile. Returns 0 if the quartile is not larger without this variance. The split under test
    /// is excluded.
    /// </summary>
    private static double Between(OutcomeSums[] sums, int from, int cut, int to, double variance)
    {
        var pairs = Enumerable
            .Range(from + 1, to - from - 1)
            .Where(i => i != cut)
            .Select(i =>
                (
                    Square: Math.Pow(sums[i].Mean!.Value - sums[i - 1].Mean!.Value, 2),
                    Sampling: variance * ((1.0 / sums[i].Count) + (1.0 / sums[i - 1].Count))
                )
            )
            .ToArray();
        if (pairs.Length == 0)
            return 0;
        double Quartile(double between) =>
            pairs.Select(p => p.Square / (p.Sampling + (2 * between))).Order().ElementAt((pairs.Length - 1) * 3 / 4);
        if (Quartile(0) <= UpperQuartile)
            return 0;
        var (low, high) = (0d, pairs.Max(p => p.Square));
        for (var n = 0; n < 40; n++)
        {
            var middle = (low + high) / 2;
            if (Quartile(middle) > UpperQuartile)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    private static OutcomeSums Total(OutcomeSums[] sums, int from, int to)
    {
        var total = default(OutcomeSums);
        for (var i = from; i < to; i++)
            total += sums[i];
        return total;
    }
}
