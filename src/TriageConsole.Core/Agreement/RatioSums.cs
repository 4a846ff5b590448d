namespace TriageConsole.Core.Agreement;

/// <summary>δ² = ((c − k)/(c + k))², over all pairs of categories that occur.</summary>
internal sealed class RatioSums : AlphaSums
{
    private readonly double[] r;
    private readonly double[] toAll;

    public RatioSums(AgreementTable table)
        : base(table, MeasurementLevel.Ratio)
    {
        r = ScaledValues();
        toAll = new double[Marginals.Length];
        var used = Enumerable.Range(0, Marginals.Length).Where(k => Marginals[k] > 0).ToArray();
        foreach (var c in used)
        foreach (var k in used)
            toAll[c] += Marginals[k] * Distance(c, k);
        (Observed, Expected) = (SumOfDisagreements(), used.Sum(c => Marginals[c] * toAll[c]));
    }

    protected override (double Observed, double Expected) Without(int pattern)
    {
        double less = 0;
        foreach (var c in Table.Counts(pattern))
            less += 2 * c.Count * toAll[c.Category];
        return (Observed - Disagreement(pattern), Expected - less + Pairs(pattern));
    }

    protected override double Disagreement(int pattern) => Pairs(pattern) / (Table.LabelsOf(pattern) - 1);

    private double Pairs(int pattern)
    {
        double sum = 0;
        var counts = Table.Counts(pattern);
        foreach (var a in counts)
        foreach (var b in counts)
            sum += (double)a.Count * b.Count * Distance(a.Category, b.Category);
        return sum;
    }

    private double Distance(int c, int k)
    {
        if (c == k)
            return 0;
        var share = (r[c] - r[k]) / (r[c] + r[k]);
        return share * share;
    }
}
