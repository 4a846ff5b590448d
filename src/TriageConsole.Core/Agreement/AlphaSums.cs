namespace TriageConsole.Core.Agreement;

/// <summary>
/// The sums of α, and α without any one item computed from them. With δ² = (rc − rk)² both disagreements have closed forms: for interval r
/// is the value, for ordinal the mid-rank (Krippendorff's ordinal metric is the squared difference of mid-ranks), nominal needs no r. Only
/// ratio needs all pairs.
/// </summary>
internal abstract class AlphaSums
{
    private readonly MeasurementLevel level;
    private readonly int used;

    protected AlphaSums(AgreementTable table, MeasurementLevel level)
    {
        (Table, this.level) = (table, level);
        Marginals = new double[table.Values.Length];
        for (var p = 0; p < table.Patterns; p++)
        {
            if (table.LabelsOf(p) < 2)
                continue;
            foreach (var c in table.Counts(p))
                Marginals[c.Category] += table.ItemsOf(p) * (double)c.Count;
        }

        foreach (var n in Marginals)
        {
            N += n;
            if (n > 0)
                used++;
        }
    }

    protected AgreementTable Table { get; }

    /// <summary>Labels by category, of items with at least two labels.</summary>
    protected double[] Marginals { get; }

    /// <summary>The sum of <see cref="Marginals"/>.</summary>
    protected double N { get; }

    /// <summary>Σ over items of Σ ordered pairs δ² / (m − 1).</summary>
    protected double Observed { get; init; }

    /// <summary>Σ ordered pairs of all labels δ².</summary>
    protected double Expected { get; init; }

    public static AlphaSums Of(AgreementTable table, MeasurementLevel level) =>
        level switch
        {
            MeasurementLevel.Nominal => new NominalSums(table),
            MeasurementLevel.Interval => new IntervalSums(table),
            MeasurementLevel.Ordinal => new OrdinalSums(table),
            _ => new RatioSums(table),
        };

    /// <summary>NaN if only one category occurs.</summary>
    public double Alpha() => used < 2 ? double.NaN : Alpha(N, Observed, Expected);

    /// <summary>α without one item of the pattern.</summary>
    public double AlphaWithout(int pattern)
    {
        if (!VariesWithout(pattern))
            return double.NaN;
        var (observed, expected) = Without(pattern);
        // One item was almost all of a sum, so the rest is only rounding error.
        if (observed < 1e-6 * Observed || expected < 1e-6 * Expected)
            return Of(Table.Without(pattern), level).Alpha();
        return Alpha(N - Table.LabelsOf(pattern), observed, expected);
    }

    /// <summary>Both sums without one item of the pattern.</summary>
    protected abstract (double Observed, double Expected) Without(int pattern);

    /// <summary>For one item: Σ ordered pairs δ² / (m − 1).</summary>
    protected abstract double Disagreement(int pattern);

    protected double SumOfDisagreements()
    {
        double sum = 0;
        for (var p = 0; p < Table.Patterns; p++)
            if (Table.LabelsOf(p) >= 2 && Table.ItemsOf(p) > 0)
                sum += Table.ItemsOf(p) * Disagreement(p);
        return sum;
    }

    /// <summary>
    /// The values of the categories that occur, divided by a power of two so that they are near one and squares neither overflow nor
    /// underflow.
    /// </summary>
    protected double[] ScaledValues()
    {
        double most = 0;
        for (var k = 0; k < Marginals.Length; k++)
            if (Marginals[k] > 0)
                most = Math.Max(most, Math.Abs(Table.Values[k]));
        var power = most > 0 ? -Math.ILogB(most) : 0;
        return [.. Table.Values.Select((v, k) => Marginals[k] > 0 ? Math.ScaleB(v, power) : 0)];
    }

    private static double Alpha(double n, double observed, double expected) =>
        expected <= 0 ? double.NaN : 1 - ((n - 1) * observed / expected);

    private bool VariesWithout(int pattern)
    {
        var left = used;
        foreach (var c in Table.Counts(pattern))
            if (Marginals[c.Category] <= c.Count)
                left--;
        return left >= 2;
    }
}
