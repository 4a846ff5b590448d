namespace TriageConsole.Core.Agreement;

/// <summary>Intervals by drawing items anew, with replacement: percentiles of the replicates. Never pairs of labels, which understate (methods C).</summary>
public static class UnitBootstrap
{
    private static readonly Dictionary<string, Func<AgreementTable, double>> Coefficients = new(StringComparer.Ordinal)
    {
        ["raw"] = PairwiseAgreement.RawValue, ["fleiss"] = PairwiseAgreement.FleissValue, ["ac1"] = PairwiseAgreement.Ac1Value,
    };

    /// <summary>The interval of Krippendorff's α.</summary>
    public static AgreementFigure Alpha(AgreementTable table, MeasurementLevel level, int replicates, int seed) =>
        Around(table, KrippendorffAlpha.Of(table, level), t => KrippendorffAlpha.ValueOf(t, level), replicates, seed);

    /// <summary>The interval of a coefficient of <see cref="PairwiseAgreement"/>: <c>raw</c>, <c>fleiss</c> or <c>ac1</c>.</summary>
    public static AgreementFigure Pairwise(AgreementTable table, string coefficient, int replicates, int seed)
    {
        var figure = coefficient switch { "raw" => PairwiseAgreement.Raw(table), "fleiss" => PairwiseAgreement.FleissKappa(table), _ => PairwiseAgreement.GwetAc1(table) };
        return Around(table, figure, Coefficients[coefficient], replicates, seed);
    }

    /// <summary>Each replicate has a generator of its own, so that the same seed gives the same interval on any number of threads.</summary>
    private static AgreementFigure Around(AgreementTable table, AgreementFigure figure, Func<AgreementTable, double> coefficient, int replicates, int seed)
    {
        if (figure.Value is not { } value) return figure;
        var patternOfItem = Enumerable.Range(0, table.Patterns).SelectMany(p => Enumerable.Repeat(p, (int)table.ItemsOf(p))).ToArray();
        var drawn = new double[replicates];
        Parallel.For(0, replicates, b => drawn[b] = coefficient(table.With(Draw(patternOfItem, table.Patterns, new Random(unchecked((seed * 397) ^ (b * 7919)))))));
        var defined = drawn.Where(d => !double.IsNaN(d)).Order().ToArray();
        if (defined.Length < replicates / 2) return new AgreementFigure(value, null, null, AgreementFigure.OneItemDecides);
        return new AgreementFigure(value, defined[(int)(0.025 * (defined.Length - 1))], defined[(int)Math.Ceiling(0.975 * (defined.Length - 1))], null);
    }

    private static long[] Draw(int[] patternOfItem, int patterns, Random random)
    {
        var items = new long[patterns];
        for (var n = 0; n < patternOfItem.Length; n++) items[patternOfItem[random.Next(patternOfItem.Length)]]++;
        return items;
    }
}
