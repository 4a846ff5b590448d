namespace TriageConsole.Core.Agreement;

/// <summary>δ² = (rc − rk)² where r is the mid-rank, which changes with every item left out.</summary>
internal sealed class OrdinalSums : AlphaSums
{
    private readonly double[] r;
    private readonly double[] left;
    private readonly double[] without;
    private (int Low, int High, double Weight)[]? pairs;

    public OrdinalSums(AgreementTable table)
        : base(table, MeasurementLevel.Ordinal)
    {
        (r, left, without) = (new double[Marginals.Length], new double[Marginals.Length], new double[Marginals.Length]);
        MidRanks(Marginals, N, r);
        (Observed, Expected) = (SumOfDisagreements(), Moments.Of(Marginals, r).Pairs);
    }

    protected override (double Observed, double Expected) Without(int pattern)
    {
        Marginals.CopyTo(left, 0);
        foreach (var c in Table.Counts(pattern))
            left[c.Category] -= c.Count;
        MidRanks(left, N - Table.LabelsOf(pattern), without);
        var observed = -Moments.Disagreement(Table.Counts(pattern), without);
        foreach (var (low, high, weight) in pairs ??= Coincidences())
            observed += weight * (without[high] - without[low]) * (without[high] - without[low]);
        return (observed, Moments.Of(left, without).Pairs);
    }

    protected override double Disagreement(int pattern) => Moments.Disagreement(Table.Counts(pattern), r);

    /// <summary>The number of labels below the category plus half of its own, relative to the middle of all.</summary>
    private static void MidRanks(double[] n, double total, double[] ranks)
    {
        var below = -total / 2;
        for (var k = 0; k < n.Length; k++)
        {
            ranks[k] = below + (n[k] / 2);
            below += n[k];
        }
    }

    /// <summary>The coincidence matrix without its diagonal, with both orders of a pair in one entry.</summary>
    private (int Low, int High, double Weight)[] Coincidences()
    {
        var sums = new Dictionary<(int, int), double>();
        for (var p = 0; p < Table.Patterns; p++)
        {
            var counts = Table.Counts(p);
            for (var a = 0; a < counts.Length; a++)
            {
                for (var b = a + 1; b < counts.Length; b++)
                {
                    var key = (Math.Min(counts[a].Category, counts[b].Category), Math.Max(counts[a].Category, counts[b].Category));
                    sums[key] =
                        sums.GetValueOrDefault(key) + (Table.ItemsOf(p) * 2d * counts[a].Count * counts[b].Count / (Table.LabelsOf(p) - 1));
                }
            }
        }

        return [.. sums.Select(s => (s.Key.Item1, s.Key.Item2, s.Value))];
    }
}
