namespace TriageConsole.Core.Agreement;

/// <summary>Cohen's κ = 1 − Σw·o / Σw·e of two labelers. Source: J. Cohen 1960, 1968.</summary>
public static class CohenKappa
{
    /// <summary>κ with its jackknife-t interval over items.</summary>
    /// <param name="table">C × C: number of items with the first labeler's category as row and the second's as column.</param>
    /// <param name="weights">The weight of a disagreement.</param>
    /// <exception cref="ArgumentException">The table is not square, or a count is negative.</exception>
    public static AgreementFigure Of(long[,] table, KappaWeights weights = KappaWeights.None)
    {
        var size = table.GetLength(0);
        if (table.GetLength(1) != size)
            throw new ArgumentException("The table must be square.", nameof(table));
        var (rows, columns) = (new double[size], new double[size]);
        double n = 0,
            observed = 0;
        foreach (var (i, j) in Cells(size))
        {
            double items = table[i, j];
            if (items < 0)
                throw new ArgumentException("Counts must be zero or more.", nameof(table));
            n += items;
            rows[i] += items;
            columns[j] += items;
            observed += items * Weight(i, j, weights);
        }

        if (n == 0)
            return AgreementFigure.Undefined(AgreementFigure.NothingPaired);
        var (toColumns, toRows) = (new double[size], new double[size]);
        foreach (var (i, j) in Cells(size))
        {
            toColumns[i] += Weight(i, j, weights) * columns[j];
            toRows[j] += Weight(i, j, weights) * rows[i];
        }

        var expected = rows.Zip(toColumns, (r, w) => r * w).Sum();
        var value = Kappa(n, observed, expected);
        if (double.IsNaN(value))
            return AgreementFigure.Undefined(AgreementFigure.OneCategory);
        return Jackknife.Around(
            value,
            Cells(size)
                .Where(c => table[c.I, c.J] > 0)
                .Select(c =>
                {
                    var w = Weight(c.I, c.J, weights);
                    return (Kappa(n - 1, observed - w, expected - toColumns[c.I] - toRows[c.J] + w), table[c.I, c.J]);
                })
        );
    }

    /// <summary>Counts and weights are integers, so an expected disagreement below one half is zero.</summary>
    private static double Kappa(double n, double observed, double expected) => expected < 0.5 ? double.NaN : 1 - (observed * n / expected);

    private static IEnumerable<(int I, int J)> Cells(int size) =>
        from i in Enumerable.Range(0, size)
        from j in Enumerable.Range(0, size)
        select (i, j);

    private static double Weight(int i, int j, KappaWeights weights) =>
        weights switch
        {
            KappaWeights.None => i == j ? 0 : 1,
            KappaWeights.Linear => Math.Abs(i - j),
            _ => (double)(i - j) * (i - j),
        };
}
