namespace TriageConsole.Core.Agreement;

/// <summary>δ² = 1 between any two categories.</summary>
internal sealed class NominalSums : AlphaSums
{
    public NominalSums(AgreementTable table)
        : base(table, MeasurementLevel.Nominal)
    {
        Observed = SumOfDisagreements();
        Expected = (N * N) - Marginals.Sum(n => n * n);
    }

    protected override (double Observed, double Expected) Without(int pattern)
    {
        // The ordered pairs that contain a label of the item are 2(N − m)m + m², minus those within a category.
        double m = Table.LabelsOf(pattern),
            pairs = m * ((2 * N) - m);
        foreach (var c in Table.Counts(pattern))
            pairs -= c.Count * ((2 * Marginals[c.Category]) - c.Count);
        return (Observed - Disagreement(pattern), Expected - pairs);
    }

    protected override double Disagreement(int pattern)
    {
        double m = Table.LabelsOf(pattern),
            same = 0;
        foreach (var c in Table.Counts(pattern))
            same += (double)c.Count * c.Count;
        return ((m * m) - same) / (m - 1);
    }
}
