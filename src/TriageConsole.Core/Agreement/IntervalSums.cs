namespace TriageConsole.Core.Agreement;

/// <summary>δ² = (rc − rk)² where r is the value.</summary>
internal sealed class IntervalSums : AlphaSums
{
    private readonly double[] r;
    private readonly Moments all;

    public IntervalSums(AgreementTable table)
        : base(table, MeasurementLevel.Interval)
    {
        r = ScaledValues();
        // Relative to the mean, so that large values keep their digits.
        var mean = N > 0 ? Moments.Of(Marginals, r).First / N : 0;
        for (var k = 0; k < r.Length; k++)
            r[k] -= mean;
        all = Moments.Of(Marginals, r);
        (Observed, Expected) = (SumOfDisagreements(), all.Pairs);
    }

    protected override (double Observed, double Expected) Without(int pattern) =>
        (Observed - Disagreement(pattern), all.Less(Moments.Of(Table.Counts(pattern), r, 0)).Pairs);

    protected override double Disagreement(int pattern) => Moments.Disagreement(Table.Counts(pattern), r);
}
