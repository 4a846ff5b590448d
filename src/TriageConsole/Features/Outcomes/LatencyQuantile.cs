namespace TriageConsole.Features.Outcomes;

/// <summary>Quantiles from the latency bins of rollups: from one millisecond, each a quarter of a doubling wide.</summary>
internal static class LatencyQuantile
{
    /// <summary>The quantile in milliseconds, interpolated linearly within a bin. Null if there are no values.</summary>
    public static double? Of(IReadOnlyDictionary<int, long> bins, double share)
    {
        var all = bins.Values.Sum();
        if (all <= 0)
            return null;
        var (wanted, below) = (share * all, 0L);
        foreach (var (bin, count) in bins.Where(b => b.Value > 0).OrderBy(b => b.Key))
        {
            if (below + count >= wanted)
                return Lower(bin) + ((Lower(bin + 1) - Lower(bin)) * (wanted - below) / count);
            below += count;
        }

        return null;
    }

    private static double Lower(int bin) => bin == 0 ? 0 : Math.Pow(2, (bin - 1) / 4.0);
}
