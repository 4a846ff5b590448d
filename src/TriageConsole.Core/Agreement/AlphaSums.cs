namespace TriageConsole.Core.Agreement;

/// <summary>
/// The sums α is made of, and α without any one item from them. With δ² = (rc − rk)² both disagreements have closed forms: interval with
/// r the values, ordinal with r the mid-ranks (Krippendorff's ordinal metric is the squared difference of mid-ranks), nominal without r.
/// Only ratio needs all pairs.
/// </summary>
internal abstract class AlphaSums(AgreementTable table)
{
    protected AgreementTable Table { get; } = table;

    /// <summary>Labels by category, of items with two or more.</summary>
    protected double[] Marginals { get; } = MarginalsOf(table);

    public static AlphaSums Of(AgreementTable table, MeasurementLevel level) => level switch
    {
        MeasurementLevel.Nominal => new NominalSums(table),
        MeasurementLevel.Interval => new IntervalSums(table),
        MeasurementLevel.Ordinal => new OrdinalSums(table),
        _ => new RatioSums(table),
    };

    public double Alpha() => Alpha(Marginals.Sum(), Observed(), Expected());

    public abstract double AlphaWithout(int pattern);

    /// <summary>1 − (n − 1) · observed / expected; NaN where nothing could disagree.</summary>
    protected static double Alpha(double n, double observed, double expected) => expected <= n * 1e-12 || n < 2 ? double.NaN : 1 - ((n - 1) * observed / expected);

    /// <summary>Σ over items of Σ ordered pairs δ² / (m − 1).</summary>
    protected double Observed()
    {
        double sum = 0;
        for (var p = 0; p < Table.Patterns; p++)
            if (Table.LabelsOf(p) >= 2)
                sum += Table.ItemsOf(p) * Disagreement(p);
        return sum;
    }

    /// <summary>Σ ordered pairs of all labels δ².</summary>
    protected abstract double Expected();

    /// <summary>Of one item: Σ ordered pairs δ² / (m − 1).</summary>
    protected abstract double Disagreement(int pattern);

    private static double[] MarginalsOf(AgreementTable table)
    {
        var n = new double[table.Values.Length];
        for (var p = 0; p < table.Patterns; p++)
        {
            if (table.LabelsOf(p) < 2) continue;
            foreach (var c in table.Counts(p)) n[c.Category] += table.ItemsOf(p) * (double)c.Count;
        }

        return n;
    }
}

internal sealed class NominalSums : AlphaSums
{
    private readonly double n;
    private readonly double squares;
    private readonly double observed;

    public NominalSums(AgreementTable table)
        : base(table)
    {
        n = Marginals.Sum();
        squares = Marginals.Sum(x => x * x);
        observed = Observed();
    }

    public override double AlphaWithout(int pattern)
    {
        double m = Table.LabelsOf(pattern), less = 0;
        foreach (var c in Table.Counts(pattern)) less += c.Count * ((2 * Marginals[c.Category]) - c.Count);
        return Alpha(n - m, observed - Disagreement(pattern), ((n - m) * (n - m)) - (squares - less));
    }

    protected override double Expected() => (n * n) - squares;

    protected override double Disagreement(int pattern)
    {
        double m = Table.LabelsOf(pattern), same = 0;
        foreach (var c in Table.Counts(pattern)) same += (double)c.Count * c.Count;
        return ((m * m) - same) / (m - 1);
    }
}

/// <summary>δ² = (rc − rk)² with fixed r.</summary>
internal sealed class IntervalSums : AlphaSums
{
    private readonly double[] r;
    private readonly double n;
    private readonly double first;
    private readonly double second;
    private readonly double observed;

    public IntervalSums(AgreementTable table)
        : base(table)
    {
        n = Marginals.Sum();
        // About their mean: large values keep their digits.
        var mean = n > 0 ? table.Values.Zip(Marginals, (v, k) => v * k).Sum() / n : 0;
        r = [.. table.Values.Select(v => v - mean)];
        first = r.Zip(Marginals, (v, k) => v * k).Sum();
        second = r.Zip(Marginals, (v, k) => v * v * k).Sum();
        observed = Observed();
    }

    public override double AlphaWithout(int pattern)
    {
        var (m, f, s) = Moments.Of(Table.Counts(pattern), r);
        return Alpha(n - m, observed - Disagreement(pattern), Moments.Pairs(n - m, first - f, second - s));
    }

    protected override double Expected() => Moments.Pairs(n, first, second);

    protected override double Disagreement(int pattern) => Moments.Disagreement(Table.Counts(pattern), r);
}

/// <summary>δ² = (rc − rk)² with r the mid-ranks, which move with every item left out.</summary>
internal sealed class OrdinalSums : AlphaSums
{
    private readonly double[] r;
    private readonly double[] without;
    private readonly (int Low, int High, double Weight)[] pairs;

    public OrdinalSums(AgreementTable table)
        : base(table)
    {
        (r, without) = (new double[Marginals.Length], new double[Marginals.Length]);
        MidRanks(Marginals, r);
        pairs = Coincidences();
    }

    public override double AlphaWithout(int pattern)
    {
        var left = (double[])Marginals.Clone();
        foreach (var c in Table.Counts(pattern)) left[c.Category] -= c.Count;
        MidRanks(left, without);
        var observed = -Moments.Disagreement(Table.Counts(pattern), without);
        foreach (var (low, high, weight) in pairs) observed += weight * (without[high] - without[low]) * (without[high] - without[low]);
        return Alpha(left.Sum(), observed, Expected(left, without));
    }

    protected override double Expected() => Expected(Marginals, r);

    protected override double Disagreement(int pattern) => Moments.Disagreement(Table.Counts(pattern), r);

    private static double Expected(double[] n, double[] ranks)
    {
        double total = 0, first = 0, second = 0;
        for (var k = 0; k < n.Length; k++)
        {
            total += n[k];
            first += n[k] * ranks[k];
            second += n[k] * ranks[k] * ranks[k];
        }

        return Moments.Pairs(total, first, second);
    }

    /// <summary>Labels below the category and half of its own, about the middle of all.</summary>
    private static void MidRanks(double[] n, double[] ranks)
    {
        var below = -n.Sum() / 2;
        for (var k = 0; k < n.Length; k++)
        {
            ranks[k] = below + (n[k] / 2);
            below += n[k];
        }
    }

    /// <summary>The coincidence matrix, off its diagonal, both orders of a pair in one.</summary>
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
                    sums[key] = sums.GetValueOrDefault(key) + (Table.ItemsOf(p) * 2d * counts[a].Count * counts[b].Count / (Table.LabelsOf(p) - 1));
                }
            }
        }

        return [.. sums.Select(s => (s.Key.Item1, s.Key.Item2, s.Value))];
    }
}

/// <summary>δ² = ((c − k)/(c + k))²: all pairs of categories that occur.</summary>
internal sealed class RatioSums : AlphaSums
{
    private readonly double[] toAll;
    private readonly double n;
    private readonly double expected;
    private readonly double observed;

    public RatioSums(AgreementTable table)
        : base(table)
    {
        n = Marginals.Sum();
        var used = Enumerable.Range(0, Marginals.Length).Where(k => Marginals[k] > 0).ToArray();
        toAll = new double[Marginals.Length];
        foreach (var c in used)
            foreach (var k in used)
                toAll[c] += Marginals[k] * Distance(c, k);
        expected = used.Sum(c => Marginals[c] * toAll[c]);
        observed = Observed();
    }

    public override double AlphaWithout(int pattern)
    {
        double less = 0;
        foreach (var c in Table.Counts(pattern)) less += 2 * c.Count * toAll[c.Category];
        return Alpha(n - Table.LabelsOf(pattern), observed - Disagreement(pattern), expected - less + Pairs(pattern));
    }

    protected override double Expected() => expected;

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
        if (c == k) return 0;
        var share = (Table.Values[c] - Table.Values[k]) / (Table.Values[c] + Table.Values[k]);
        return share * share;
    }
}

/// <summary>Σ over ordered pairs of (ra − rb)² = 2(n Σr² − (Σr)²).</summary>
internal static class Moments
{
    public static (double N, double First, double Second) Of(ReadOnlySpan<CategoryCount> counts, double[] r)
    {
        double n = 0, first = 0, second = 0;
        foreach (var c in counts)
        {
            n += c.Count;
            first += c.Count * r[c.Category];
            second += c.Count * r[c.Category] * r[c.Category];
        }

        return (n, first, second);
    }

    public static double Pairs(double n, double first, double second) => 2 * ((n * second) - (first * first));

    public static double Disagreement(ReadOnlySpan<CategoryCount> counts, double[] r)
    {
        if (counts.Length == 1) return 0;
        var (n, first, second) = Of(counts, r);
        return Pairs(n, first, second) / (n - 1);
    }
}
