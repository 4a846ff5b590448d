namespace TriageConsole.Core.Agreement;

/// <summary>
/// Intervals by resampling items with replacement: percentiles of the replicates, widened to include the estimate. Pairs of labels are
/// never resampled, because that underestimates the width (methods C). With more than <see cref="MaxDrawn"/> items, the count of each
/// pattern is a Poisson random number with its number of items as mean (N. Chamandy et al., "Estimating Uncertainty for Massive Data
/// Streams", 2012), so the time does not grow with the items.
/// </summary>
public static class UnitBootstrap
{
    /// <summary>Maximum number of items that are drawn one by one.</summary>
    public const int MaxDrawn = 200_000;

    /// <summary>The interval of Krippendorff's α.</summary>
    /// <param name="table">The labels.</param>
    /// <param name="level">How categories are compared.</param>
    /// <param name="replicates">Number of resamples. With 1,000 the ends are accurate to about a twentieth of the half width.</param>
    /// <param name="seed">The same seed gives the same interval, with any number of threads.</param>
    /// <param name="threads">Maximum number of threads; -1 for all.</param>
    public static AgreementFigure Alpha(AgreementTable table, MeasurementLevel level, int replicates, int seed, int threads = -1) =>
        Around(table, KrippendorffAlpha.Of(table, level), t => KrippendorffAlpha.ValueOf(t, level), replicates, seed, threads);

    /// <summary>The interval of <see cref="PairwiseAgreement.Raw"/>; parameters as for <see cref="Alpha"/>.</summary>
    public static AgreementFigure Raw(AgreementTable table, int replicates, int seed, int threads = -1) =>
        Around(table, PairwiseAgreement.Raw(table), PairwiseAgreement.RawValue, replicates, seed, threads);

    /// <summary>The interval of <see cref="PairwiseAgreement.FleissKappa"/>; parameters as for <see cref="Alpha"/>.</summary>
    public static AgreementFigure FleissKappa(AgreementTable table, int replicates, int seed, int threads = -1) =>
        Around(table, PairwiseAgreement.FleissKappa(table), PairwiseAgreement.FleissValue, replicates, seed, threads);

    /// <summary>The interval of <see cref="PairwiseAgreement.GwetAc1"/>; parameters as for <see cref="Alpha"/>.</summary>
    public static AgreementFigure GwetAc1(AgreementTable table, int replicates, int seed, int threads = -1) =>
        Around(table, PairwiseAgreement.GwetAc1(table), PairwiseAgreement.Ac1Value, replicates, seed, threads);

    private static AgreementFigure Around(
        AgreementTable table,
        AgreementFigure figure,
        Func<AgreementTable, double?> coefficient,
        int replicates,
        int seed,
        int threads
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicates);
        if (figure.Value is not { } value)
            return figure;
        var patternOfItem = table.Items <= MaxDrawn ? PatternOfItem(table) : null;
        var drawn = new double?[replicates];
        // One generator per replicate, so that the result does not depend on the threads.
        Parallel.For(
            0,
            replicates,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            b =>
            {
                var random = new SeededRandom(seed, b);
                drawn[b] = coefficient(
                    table.With(patternOfItem is null ? Poisson(table, random) : Draw(patternOfItem, table.Patterns, random))
                );
            }
        );
        var defined = drawn.OfType<double>().Order().ToArray();
        if (2 * defined.Length < replicates)
            return new AgreementFigure(value, null, null, AgreementFigure.OneItemDecides);
        var (low, high) = (defined[(int)(0.025 * (defined.Length - 1))], defined[(int)Math.Ceiling(0.975 * (defined.Length - 1))]);
        return new AgreementFigure(value, Math.Min(value, low), Math.Max(value, high), null);
    }

    private static int[] PatternOfItem(AgreementTable table) =>
        [.. Enumerable.Range(0, table.Patterns).SelectMany(p => Enumerable.Repeat(p, (int)table.ItemsOf(p)))];

    private static long[] Draw(int[] patternOfItem, int patterns, SeededRandom random)
    {
        var items = new long[patterns];
        for (var n = 0; n < patternOfItem.Length; n++)
            items[patternOfItem[random.Next(patternOfItem.Length)]]++;
        return items;
    }

    private static long[] Poisson(AgreementTable table, SeededRandom random)
    {
        var items = new long[table.Patterns];
        for (var p = 0; p < items.Length; p++)
            items[p] = random.NextPoisson(table.ItemsOf(p));
        return items;
    }
}
