using FsCheck;
using FsCheck.Fluent;
using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

public sealed class AgreementPropertyTests
{
    private static readonly Arbitrary<Ratings> Any = ArbMap
        .Default.GeneratorFor<int>()
        .Select(seed =>
        {
            var random = new Random(seed);
            return Ratings.Random(
                random,
                random.Next(1, 30),
                random.Next(2, 6),
                random.Next(1, 7),
                random.NextDouble(),
                random.NextDouble() * 0.6
            );
        })
        .ToArbitrary();

    [Fact]
    public void Coefficients_AnyRatings_AreFiniteAndInsideTheirInterval() =>
        ForAll(ratings =>
        {
            foreach (var figure in All(ratings))
            {
                Assert.Equal(figure.Value is null || figure.Low is null, figure.Why is not null);
                Assert.All(new[] { figure.Value, figure.Low, figure.High }, x => Assert.True(x is null || double.IsFinite(x.Value)));
                if (figure.Value is { } value)
                    Assert.True(value <= 1);
                if (figure.Low is { } low)
                    Assert.True(low <= figure.Value && figure.Value <= figure.High && figure.High <= 1);
            }
        });

    [Fact]
    public void Coefficients_PermutedItemsAndLabelers_DoNotChange() =>
        ForAll(ratings =>
        {
            var labelers = Shuffled(ratings.Labelers);
            AssertSame(
                All(ratings),
                All(
                    new Ratings([.. Shuffled(ratings.Items.Length).Select(i => labelers.Select(l => ratings.Items[i][l]).ToArray())]),
                    Array.IndexOf(labelers, 0),
                    Array.IndexOf(labelers, 1)
                )
            );
        });

    [Fact]
    public void NominalCoefficients_RenamedCategories_DoNotChange() =>
        ForAll(ratings =>
        {
            double[] names = [17, -3, 1e9, 0.5, 4, -1000, 12];
            AssertSame(Nominal(ratings), Nominal(ratings.Map(v => names[(int)v])));
        });

    [Fact]
    public void IntervalAlpha_AffineTransformation_DoesNotChange() =>
        ForAll(ratings =>
        {
            foreach (var (stretch, move) in new[] { (-2.0, 7.0), (1e-9, 0.0), (1e-170, 0.0), (1e160, -1e161), (3.0, 1e6) })
                AssertSame(
                    [Alpha(ratings, MeasurementLevel.Interval)],
                    [Alpha(ratings.Map(v => (stretch * v) + move), MeasurementLevel.Interval)],
                    1e-8
                );
        });

    [Fact]
    public void RatioAlpha_ScaledValues_DoesNotChange() =>
        ForAll(ratings =>
        {
            foreach (var stretch in new[] { 3.0, 1e-300, 1e307 })
                AssertSame([Alpha(ratings, MeasurementLevel.Ratio)], [Alpha(ratings.Map(v => stretch * v), MeasurementLevel.Ratio)]);
        });

    [Fact]
    public void OrdinalAlpha_MonotonicTransformation_DoesNotChange() =>
        ForAll(ratings => AssertSame([Alpha(ratings, MeasurementLevel.Ordinal)], [Alpha(ratings.Map(Math.Exp), MeasurementLevel.Ordinal)]));

    [Fact]
    public void RawAndKappas_RepeatedItems_DoNotChange() =>
        ForAll(ratings =>
        {
            foreach (var times in new[] { 2, 5 })
            {
                var many = new Ratings([.. Enumerable.Repeat(ratings.Items, times).SelectMany(i => i)]);
                foreach (var (once, often) in Values(ratings).Zip(Values(many)))
                    Assert.Equal(once ?? -99, often ?? -99, 1e-9);
            }

            static IEnumerable<double?> Values(Ratings r) =>
                new[] { PairwiseAgreement.Raw(r.Table()), PairwiseAgreement.FleissKappa(r.Table()), PairwiseAgreement.GwetAc1(r.Table()) }
                    .Concat(Enum.GetValues<KappaWeights>().Select(w => CohenKappa.Of(r.Cross(0, 1), w)))
                    .Select(f => f.Value);
        });

    private static void ForAll(Action<Ratings> holds) => Prop.ForAll(Any, holds).QuickCheckThrowOnFailure();

    private static AgreementFigure Alpha(Ratings ratings, MeasurementLevel level) => KrippendorffAlpha.Of(ratings.Table(), level);

    private static List<AgreementFigure> Nominal(Ratings r, int first = 0, int second = 1) =>
        [
            Alpha(r, MeasurementLevel.Nominal),
            PairwiseAgreement.Raw(r.Table()),
            PairwiseAgreement.FleissKappa(r.Table()),
            PairwiseAgreement.GwetAc1(r.Table()),
            CohenKappa.Of(r.Cross(first, second)),
        ];

    private static List<AgreementFigure> All(Ratings r, int first = 0, int second = 1) =>
        [
            .. Nominal(r, first, second),
            .. Enum.GetValues<MeasurementLevel>().Select(l => Alpha(r, l)),
            CohenKappa.Of(r.Cross(first, second), KappaWeights.Linear),
            CohenKappa.Of(r.Cross(first, second), KappaWeights.Quadratic),
        ];

    private static void AssertSame(List<AgreementFigure> expected, List<AgreementFigure> actual, double tolerance = 1e-9)
    {
        foreach (var (e, a) in expected.Zip(actual))
        {
            Assert.Equal(e.Why, a.Why);
            Assert.Equal(e.Value ?? 0, a.Value ?? 0, tolerance);
            Assert.Equal(e.Low ?? 0, a.Low ?? 0, 1000 * tolerance);
            Assert.Equal(e.High ?? 0, a.High ?? 0, 1000 * tolerance);
        }
    }

    private static int[] Shuffled(int number)
    {
        var order = Enumerable.Range(0, number).ToArray();
        new Random(number).Shuffle(order);
        return order;
    }
}
