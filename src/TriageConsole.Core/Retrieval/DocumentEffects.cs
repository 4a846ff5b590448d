using TriageConsole.Core.Common;
using TriageConsole.Core.OffPolicy;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Retrieval;

/// <summary>
/// Compares outcomes with and without a document rank by rank: answers that had it at rank k with answers that had another document there.
/// The differences are combined with the share of each rank in the answers with the document, which is direct standardisation. Source:
/// K. J. Rothman, S. Greenland and T. L. Lash, "Modern Epidemiology", 3rd edition 2008, chapter 15. Without that, a document that always
/// comes last would be blamed for answers to which nothing fits. It remains an observation: questions that bring a document up can be
/// harder than others.
/// </summary>
internal static class DocumentEffects
{
    /// <summary>
    /// Minimum number of outcomes of others at a rank that is compared: a few equal ones would look as if they had no spread.
    /// </summary>
    public const int MinOthers = 10;

    /// <summary>The effect of a document.</summary>
    /// <param name="all">The outcomes of all answers of the snapshot, by their number of documents from 1.</param>
    /// <param name="withByLength">Those with the document, by the number of documents.</param>
    /// <param name="withByPosition">Those with the document, by its rank from 1.</param>
    public static DocumentEffect Of(
        IReadOnlyList<OutcomeSums> all,
        IReadOnlyList<OutcomeSums> withByLength,
        IReadOnlyList<OutcomeSums> withByPosition
    )
    {
        var others = all.Select((a, at) => at < withByLength.Count ? Minus(a, withByLength[at]) : a).ToArray();
        // An answer with n documents has another document at each of the ranks 1 to n.
        var (atRank, sum) = (new OutcomeSums[others.Length], default(OutcomeSums));
        for (var at = others.Length - 1; at >= 0; at--)
            atRank[at] = sum += others[at];
        var with = withByPosition.Aggregate(default(OutcomeSums), OutcomeSums.Add);
        var ranks = Enumerable
            .Range(0, Math.Min(withByPosition.Count, atRank.Length))
            .Where(k => withByPosition[k].Count > 0 && atRank[k].Count >= MinOthers)
            .ToArray();
        if (ranks.Length == 0)
            return new DocumentEffect(with, sum, 0, null, null, default, null);
        var n = ranks.Sum(k => withByPosition[k].Count);
        var shares = ranks.ToDictionary(k => k, k => (double)withByPosition[k].Count / n);
        var meanWith = ranks.Sum(k => shares[k] * withByPosition[k].Mean!.Value);
        var meanWithout = ranks.Sum(k => shares[k] * atRank[k].Mean!.Value);
        var difference = meanWith - meanWithout;
        var variance = VarianceWith(ranks, shares, n, withByPosition, atRank) is { } own
            ? own + VarianceWithout(ranks, shares, others, atRank)
            : (double?)null;
        if (variance is not > 0)
            return new DocumentEffect(with, sum, n, meanWith, meanWithout, new Interval(difference, null, null), null);
        var error = Math.Sqrt(variance.Value);
        return new DocumentEffect(
            with,
            sum,
            n,
            meanWith,
            meanWithout,
            Spread.Around(difference, error),
            2 * PatternStatistics.UpperTail(Math.Abs(difference) / error)
        );
    }

    /// <summary>
    /// The variance of the mean with the document: the spread within ranks, pooled, divided by n. If all its outcomes are equal, the spread
    /// of the others stands for it: a spread of zero would make any difference significant.
    /// </summary>
    private static double? VarianceWith(
        int[] ranks,
        Dictionary<int, double> shares,
        long n,
        IReadOnlyList<OutcomeSums> with,
        OutcomeSums[] without
    )
    {
        if (n <= ranks.Length)
            return null;
        var pooled = ranks.Sum(k => with[k].Scatter) / (n - ranks.Length);
        return (pooled > 0 ? pooled : ranks.Sum(k => shares[k] * without[k].Variance!.Value)) / n;
    }

    /// <summary>
    /// The variance of the standardised mean of the others, Σ c², where an answer with n documents and the outcome y adds
    /// c = Σ share(k)·(y − mean(k))/m(k) over the ranks k up to n: the same answer is compared at several ranks, which are not independent.
    /// </summary>
    private static double VarianceWithout(int[] ranks, Dictionary<int, double> shares, OutcomeSums[] others, OutcomeSums[] atRank)
    {
        var (variance, slope, shift) = (0.0, 0.0, 0.0);
        for (var at = 0; at < others.Length; at++)
        {
            if (Array.IndexOf(ranks, at) >= 0)
            {
                slope += shares[at] / atRank[at].Count;
                shift += shares[at] * atRank[at].Mean!.Value / atRank[at].Count;
            }

            var o = others[at];
            variance += (slope * slope * o.SumOfSquares) - (2 * slope * shift * o.Sum) + (shift * shift * o.Count);
        }

        return Math.Max(0, variance);
    }

    private static OutcomeSums Minus(OutcomeSums a, OutcomeSums b) =>
        new(a.Count - b.Count, a.Sum - b.Sum, Math.Max(0, a.SumOfSquares - b.SumOfSquares));
}
