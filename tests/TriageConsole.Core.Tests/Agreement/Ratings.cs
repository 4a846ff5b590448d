using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>Ratings by item, one entry per labeler, null for a missing label; and the tables from them.</summary>
internal sealed record Ratings(double?[][] Items)
{
    public int Labelers => Items[0].Length;

    public double[] Values => [.. Items.SelectMany(i => i).OfType<double>().Distinct().Order()];

    public static Ratings ByLabeler(double?[][] rows) =>
        new([.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Select(r => r[i]).ToArray())]);

    /// <summary>From counts by category for each item; the categories are 0, 1, ….</summary>
    public static Ratings FromCounts(int[][] counts) =>
        new([.. counts.Select(item => item.SelectMany((n, c) => Enumerable.Repeat<double?>(c, n)).ToArray())]);

    /// <summary>From the cross table of two labelers; the categories are 0, 1, ….</summary>
    public static Ratings FromCross(long[,] table) =>
        new([
            .. from i in Enumerable.Range(0, table.GetLength(0))
            from j in Enumerable.Range(0, table.GetLength(0))
            from item in Enumerable.Range(0, (int)table[i, j])
            select new double?[] { i, j },
        ]);

    /// <summary>Labelers copy the truth with some probability and guess otherwise; some labels are missing.</summary>
    public static Ratings Random(Random random, int items, int labelers, int categories, double copy = 0.5, double missing = 0.2) =>
        new([
            .. Enumerable
                .Range(0, items)
                .Select(_ =>
                {
                    var truth = random.Next(categories);
                    return Enumerable
                        .Range(0, labelers)
                        .Select(_ =>
                            random.NextDouble() < missing ? (double?)null
                            : random.NextDouble() < copy ? truth
                            : random.Next(categories)
                        )
                        .ToArray();
                }),
        ]);

    public Ratings Map(Func<double, double> value) =>
        new([.. Items.Select(i => i.Select(r => r is { } v ? value(v) : (double?)null).ToArray())]);

    public Ratings Without(int item) => new([.. Items.Where((_, i) => i != item)]);

    public AgreementTable Table()
    {
        var values = Values;
        return AgreementTable.Of(values, Items.Select(i => i.OfType<double>().Select(v => Array.BinarySearch(values, v))));
    }

    public long[,] Cross(int first, int second)
    {
        var values = Values;
        var table = new long[values.Length, values.Length];
        foreach (var item in Items)
            if (item[first] is { } a && item[second] is { } b)
                table[Array.BinarySearch(values, a), Array.BinarySearch(values, b)]++;
        return table;
    }
}
