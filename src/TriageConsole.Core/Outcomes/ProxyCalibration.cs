namespace TriageConsole.Core.Outcomes;

/// <summary>
/// Estimates pending outcomes by E[outcome | proxy bin], calibrated on interactions with a measured outcome. It is valid if outcomes depend
/// on the group only through the proxy. Source: S. Athey, R. Chetty, G. Imbens and H. Kang, "The surrogate index", NBER 26463.
/// </summary>
public sealed class ProxyCalibration
{
    /// <summary>A bin with fewer measured outcomes uses the mean of all bins.</summary>
    public const int MinInBin = 20;

    private readonly OutcomeSums[] bins;
    private readonly OutcomeSums pooled;

    /// <summary>Calibrates the mean of each bin.</summary>
    /// <param name="learned">For each proxy bin, its measured outcomes.</param>
    /// <exception cref="ArgumentException">A count is negative, or a sum is not finite.</exception>
    public ProxyCalibration(IEnumerable<OutcomeSums> learned)
    {
        bins = [.. learned.Select(b => b.Checked())];
        pooled = bins.Aggregate(default(OutcomeSums), (all, bin) => all + bin);
    }

    /// <summary>The expected value of a pending outcome in this bin; null if there are no measured outcomes at all.</summary>
    public double? MeanOf(int bin) => Source(bin).Mean;

    /// <summary>Whether the bin has too few measured outcomes and uses the mean of all bins.</summary>
    public bool IsBorrowed(int bin) => bins[bin].Count < MinInBin;

    /// <summary>
    /// (Σ measured + Σ over bins unmeasured · mean of the bin) / all. The interval covers with at least 95 % both the mean of the group
    /// once all outcomes have arrived and the mean of its population. Its variance has three parts: the spread of measured and estimated
    /// outcomes, the residual spread around the means of the bins, and the uncertainty of these means (delta method; the measured outcomes
    /// count as part of the calibration data). A bin that uses the mean of all bins adds the spread between bins.
    /// </summary>
    /// <param name="measured">Measured outcomes of the group.</param>
    /// <param name="unmeasured">For each bin, in the order of the calibration, the interactions of the group without an outcome.</param>
    /// <exception cref="ArgumentException">The number of bins differs, a count is negative, or the sums are not valid.</exception>
    public ProxyEstimate Estimate(OutcomeSums measured, IReadOnlyList<long> unmeasured)
    {
        if (unmeasured.Count != bins.Length || unmeasured.Any(n => n < 0))
            throw new ArgumentException($"Each of the {bins.Length} bins needs one count, zero or more.", nameof(unmeasured));
        var pending = unmeasured.Sum();
        var all = measured.Checked().Count + pending;
        if (all == 0)
            return default;
        if (pending == 0)
            return MeanEstimate.Of(measured) is var m ? new ProxyEstimate(m.Value, m.StandardError, m.Low, m.High, all, 0) : default;
        var share = (double)pending / all;
        if (pooled.Count == 0)
            return new ProxyEstimate(null, null, null, null, all, share);
        var expected = unmeasured.Select((n, bin) => n * MeanOf(bin)!.Value).Sum();
        var value = (measured.Sum + expected) / all;
        if (pooled.Count == 1)
            return new ProxyEstimate(value, null, null, null, all, share);
        var error = Math.Sqrt(Variance(measured, unmeasured, pending, expected / pending)) / all;
        return new ProxyEstimate(value, error, value - (1.959963984540054 * error), value + (1.959963984540054 * error), all, share);
    }

    private OutcomeSums Source(int bin) => IsBorrowed(bin) ? pooled : bins[bin];

    /// <summary>
    /// The squared error of a mean that is borrowed from all bins: the variance between bins, or the distance to the bin's own few
    /// outcomes.
    /// </summary>
    private double Borrowing(int bin)
    {
        var mean = pooled.Mean!.Value;
        var differ = bins.Where(b => b.Count > 0).Sum(b => b.Count * Math.Pow(b.Mean!.Value - mean, 2)) / pooled.Count;
        return Math.Max(differ, bins[bin].Mean is { } own ? (own - mean) * (own - mean) : 0);
    }

    /// <summary>Variance of the estimated sum over the group.</summary>
    private double Variance(OutcomeSums measured, IReadOnlyList<long> unmeasured, long pending, double mean)
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

        // Bins that borrow share one mean, to which the other bins contributed.
        var borrowed = pending - unmeasured.Where((_, bin) => !IsBorrowed(bin)).Sum();
        ofMeans += ((borrowed * borrowed * pooled.Variance!.Value) + (2 * borrowed * own)) / pooled.Count;
        // An outcome in the sum of the group and in the means counts twice.
        var overlap = Math.Min(1, (double)measured.Count / pooled.Count);
        return (measured.Count * (measured.Variance ?? pooled.Variance.Value)) + between + ofMeans + (Math.Max(1, 2 * overlap) * residual);
    }
}
