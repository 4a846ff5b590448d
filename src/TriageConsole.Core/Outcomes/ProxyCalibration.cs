namespace TriageConsole.Core.Outcomes;

/// <summary>The mean outcome of a group of which some are not measured yet.</summary>
/// <param name="Value">Null where the group is empty, or nothing was learned for its unmeasured part.</param>
/// <param name="StandardError">Null where it is not known.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Count">Interactions in the group, measured or not.</param>
/// <param name="EstimatedShare">Share of them whose outcome is estimated, 0..1.</param>
public readonly record struct ProxyEstimate(
    double? Value,
    double? StandardError,
    double? Low,
    double? High,
    long Count,
    double EstimatedShare
);

/// <summary>
/// E[outcome | proxy bin], learned on interactions whose outcome is measured, stands for outcomes that have not come yet. It holds while
/// outcomes depend on the group only through the proxy. Source: S. Athey, R. Chetty, G. Imbens and H. Kang, "The surrogate index", NBER 26463.
/// </summary>
public sealed class ProxyCalibration
{
    /// <summary>A bin with fewer measured outcomes has the mean of all bins.</summary>
    public const int LeastInBin = 20;

    private readonly OutcomeSums[] bins;
    private readonly OutcomeSums pooled;

    /// <summary>Learns the mean of each bin.</summary>
    /// <param name="learned">A proxy bin each: the outcomes measured in it.</param>
    /// <exception cref="ArgumentException">A count is negative or a sum not finite.</exception>
    public ProxyCalibration(IEnumerable<OutcomeSums> learned)
    {
        bins = [.. learned.Select(b => b.Checked())];
        pooled = bins.Aggregate(default(OutcomeSums), (all, bin) => all + bin);
    }

    /// <summary>What an unmeasured outcome of the bin is expected to be; null where nothing was learned at all.</summary>
    public double? MeanOf(int bin) => Source(bin).Mean;

    /// <summary>Whether the bin has too few of its own and borrows the mean of all.</summary>
    public bool IsBorrowed(int bin) => bins[bin].Count < LeastInBin;

    /// <summary>
    /// (Σ measured + Σ over bins unmeasured · mean of the bin) / all. The interval covers, with 95 % or more, both what the group's mean will be
    /// once every outcome is in and the mean it stands for: the spread of measured and estimated outcomes, that left around the bins' means,
    /// and that of the means themselves (delta method; the measured ones are taken to be among those learned from), or of how far bins differ
    /// where one borrows.
    /// </summary>
    /// <param name="measured">Outcomes measured in the group.</param>
    /// <param name="unmeasured">A bin each, in the order learned: interactions of the group without an outcome.</param>
    /// <exception cref="ArgumentException">Not the number of bins, a negative count, or sums that are none.</exception>
    public ProxyEstimate Estimate(OutcomeSums measured, IReadOnlyList<long> unmeasured)
    {
        if (unmeasured.Count != bins.Length || unmeasured.Any(n => n < 0))
            throw new ArgumentException($"A count is needed for each of {bins.Length} bins.", nameof(unmeasured));
        var waiting = unmeasured.Sum();
        var all = measured.Checked().Count + waiting;
        if (all == 0)
            return default;
        if (waiting == 0)
            return MeanEstimate.Of(measured) is var m ? new ProxyEstimate(m.Value, m.StandardError, m.Low, m.High, all, 0) : default;
        var share = (double)waiting / all;
        if (pooled.Count == 0)
            return new ProxyEstimate(null, null, null, null, all, share);
        var expected = unmeasured.Select((n, bin) => n * MeanOf(bin)!.Value).Sum();
        var value = (measured.Sum + expected) / all;
        if (pooled.Count == 1)
            return new ProxyEstimate(value, null, null, null, all, share);
        var error = Math.Sqrt(Variance(measured, unmeasured, waiting, expected / waiting)) / all;
        return new ProxyEstimate(value, error, value - (1.959963984540054 * error), value + (1.959963984540054 * error), all, share);
    }

    private OutcomeSums Source(int bin) => IsBorrowed(bin) ? pooled : bins[bin];

    /// <summary>How far off a borrowed mean may be, squared: as bins differ, or as the few outcomes of its own say.</summary>
    private double Borrowing(int bin)
    {
        var mean = pooled.Mean!.Value;
        var differ = bins.Where(b => b.Count > 0).Sum(b => b.Count * Math.Pow(b.Mean!.Value - mean, 2)) / pooled.Count;
        return Math.Max(differ, bins[bin].Mean is { } own ? (own - mean) * (own - mean) : 0);
    }

    /// <summary>Of the sum over the group.</summary>
    private double Variance(OutcomeSums measured, IReadOnlyList<long> unmeasured, long waiting, double mean)
    {
        double between = 0,
            residual = 0,
            ofMeans = 0,
            own = 0;
        for (var bin = 0; bin < bins.Length; bin++)
        {
            var (n, source) = ((double)unmeasured[bin], Source(bin));
            between += n * Math.Pow(source.Mean!.Value - mean, 2);
            residual += n * source.Variance!.Value;
            if (IsBorrowed(bin))
            {
                ofMeans += n * n * Borrowing(bin);
                continue;
            }

            ofMeans += n * n * source.Variance.Value / source.Count;
            own += n * source.Variance.Value;
        }

        // The bins that borrow share one mean, which the others had their part in.
        var borrowed = waiting - unmeasured.Where((_, bin) => !IsBorrowed(bin)).Sum();
        ofMeans += ((borrowed * borrowed * pooled.Variance!.Value) + (2 * borrowed * own)) / pooled.Count;
        // An outcome that is in the sum and in the means counts twice.
        var overlap = Math.Min(1, (double)measured.Count / pooled.Count);
        return (measured.Count * (measured.Variance ?? pooled.Variance.Value)) + between + ofMeans + (Math.Max(1, 2 * overlap) * residual);
    }
}
