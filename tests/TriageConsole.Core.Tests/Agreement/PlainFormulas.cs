using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>The coefficients by their definitions, pair by pair; NaN if undefined.</summary>
internal static class PlainFormulas
{
    public static double Alpha(Ratings ratings, MeasurementLevel level)
    {
        var paired = ratings.Items.Select(i => i.OfType<double>().ToArray()).Where(i => i.Length >= 2).ToList();
        var all = paired.SelectMany(i => i).ToArray();
        if (all.Distinct().Count() < 2)
            return double.NaN;
        var number = all.GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count());
        double Distance(double c, double k) =>
            level switch
            {
                MeasurementLevel.Nominal => c == k ? 0 : 1,
                MeasurementLevel.Ordinal => Math.Pow(
                    number.Where(g => g.Key >= Math.Min(c, k) && g.Key <= Math.Max(c, k)).Sum(g => g.Value)
                        - ((number[c] + number[k]) / 2.0),
                    2
                ),
                MeasurementLevel.Interval => (c - k) * (c - k),
                _ => c == k ? 0 : Math.Pow((c - k) / (c + k), 2),
            };
        var observed = paired.Sum(i => i.Sum(a => i.Sum(b => Distance(a, b))) / (i.Length - 1)) / all.Length;
        var expected =
            number.Sum(a => number.Sum(b => (double)a.Value * b.Value * Distance(a.Key, b.Key))) / ((double)all.Length * (all.Length - 1));
        return 1 - (observed / expected);
    }

    public static double Raw(Ratings ratings) =>
        ratings
            .Items.Select(i => i.OfType<double>().ToArray())
            .Where(i => i.Length >= 2)
            .Select(i => (i.Sum(a => i.Count(b => a == b)) - i.Length) / (i.Length * (i.Length - 1.0)))
            .DefaultIfEmpty(double.NaN)
            .Average();

    public static double Fleiss(Ratings ratings) => Corrected(Raw(ratings), Shares(ratings).Sum(s => s * s));

    public static double Ac1(Ratings ratings, int categories) =>
        Corrected(Raw(ratings), Shares(ratings).Sum(s => s * (1 - s)) / (categories - 1));

    public static double Cohen(Ratings ratings, KappaWeights weights)
    {
        var pairs = ratings.Items.Where(i => i[0] is not null && i[1] is not null).Select(i => (A: i[0]!.Value, B: i[1]!.Value)).ToList();
        double Weight(double a, double b) =>
            weights switch
            {
                KappaWeights.None => a == b ? 0 : 1,
                KappaWeights.Linear => Math.Abs(a - b),
                _ => (a - b) * (a - b),
            };
        var expected = pairs.Sum(x => pairs.Sum(y => Weight(x.A, y.B)));
        return expected == 0 ? double.NaN : 1 - (pairs.Sum(x => Weight(x.A, x.B)) * pairs.Count / expected);
    }

    private static double[] Shares(Ratings ratings)
    {
        var labeled = ratings.Items.Select(i => i.OfType<double>().ToArray()).Where(i => i.Length > 0).ToList();
        return [.. labeled.SelectMany(i => i).Distinct().Select(c => labeled.Average(i => i.Count(v => v == c) / (double)i.Length))];
    }

    private static double Corrected(double agreement, double chance) =>
        chance > 1 - 1e-12 ? double.NaN : (agreement - chance) / (1 - chance);
}
