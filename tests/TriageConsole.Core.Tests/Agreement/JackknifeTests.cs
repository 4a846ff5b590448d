using MathNet.Numerics.Distributions;
using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>Compares coefficients and the closed forms of their jackknife with the definitions, recomputed without each item.</summary>
public sealed class JackknifeTests
{
    [Fact]
    public void Alpha_RandomTables_EqualsTheDefinition()
    {
        foreach (var (ratings, _) in RandomRatings(200))
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            Check(
                ratings,
                KrippendorffAlpha.Of(ratings.Table(), level),
                r => PlainFormulas.Alpha(r, level),
                i => i.OfType<double>().Count() >= 2
            );
    }

    [Fact]
    public void PairwiseCoefficients_RandomTables_EqualTheDefinition()
    {
        foreach (var (ratings, _) in RandomRatings(300))
        {
            var table = ratings.Table();
            Check(ratings, PairwiseAgreement.Raw(table), PlainFormulas.Raw, i => i.OfType<double>().Any());
            Check(ratings, PairwiseAgreement.FleissKappa(table), PlainFormulas.Fleiss, i => i.OfType<double>().Any());
            if (table.UsedCategories > 1)
                Check(
                    ratings,
                    PairwiseAgreement.GwetAc1(table),
                    r => PlainFormulas.Ac1(r, table.UsedCategories),
                    i => i.OfType<double>().Any()
                );
        }
    }

    [Fact]
    public void CohenKappa_RandomTables_EqualsTheDefinition()
    {
        foreach (var (ratings, _) in RandomRatings(300))
        foreach (var weights in Enum.GetValues<KappaWeights>())
        {
            // Weights depend on the positions of categories, so the values are replaced by positions.
            var places = ratings.Values;
            var placed = ratings.Map(v => Array.BinarySearch(places, v));
            Check(
                placed,
                CohenKappa.Of(placed.Cross(0, 1), weights),
                r => PlainFormulas.Cohen(r, weights),
                i => i[0] is not null && i[1] is not null
            );
        }
    }

    [Fact]
    public void Alpha_WithAnOutlier_KeepsItsPrecision()
    {
        var ratings = new Ratings([
            [1, 2],
            [2, 2],
            [3, 2],
            [4, 5],
            [5, 5],
            [1e12, 1],
        ]);
        Check(
            ratings,
            KrippendorffAlpha.Of(ratings.Table(), MeasurementLevel.Interval),
            r => PlainFormulas.Alpha(r, MeasurementLevel.Interval),
            _ => true
        );
    }

    private static IEnumerable<(Ratings Ratings, int Seed)> RandomRatings(int number)
    {
        for (var seed = 0; seed < number; seed++)
        {
            var random = new Random(seed);
            var ratings = Ratings
                .Random(random, random.Next(2, 15), random.Next(2, 5), random.Next(2, 6), random.NextDouble(), random.NextDouble() * 0.5)
                .Map(v => v * v);
            if (ratings.Items.Any(i => i.OfType<double>().Any()))
                yield return (ratings, seed);
        }
    }

    /// <summary>Checks value and half width, recomputed without each item that counts.</summary>
    private static void Check(Ratings ratings, AgreementFigure figure, Func<Ratings, double> plain, Func<double?[], bool> counts)
    {
        var value = plain(ratings);
        if (double.IsNaN(value))
        {
            Assert.Null(figure.Value);
            Assert.NotNull(figure.Why);
            return;
        }

        Assert.Equal(value, figure.Value!.Value, 1e-9);
        var without = Enumerable
            .Range(0, ratings.Items.Length)
            .Where(i => counts(ratings.Items[i]))
            .Select(i => ratings.Items.Length > 1 ? plain(ratings.Without(i)) : double.NaN)
            .ToList();
        if (without.Any(double.IsNaN))
        {
            Assert.Equal((null, null), (figure.Low, figure.High));
            return;
        }

        var mean = without.Average();
        var paired = ratings.Items.Where(counts).Count(i => i.OfType<double>().Count() >= 2);
        var half =
            StudentT.InvCDF(0, 1, paired - 1, 0.975)
            * Math.Sqrt((without.Count - 1.0) / without.Count * without.Sum(w => (w - mean) * (w - mean)));
        Assert.Equal(Math.Max(Math.Min(value, -1), value - half), figure.Low!.Value, 1e-7);
        Assert.Equal(Math.Min(1, value + half), figure.High!.Value, 1e-7);
    }
}
