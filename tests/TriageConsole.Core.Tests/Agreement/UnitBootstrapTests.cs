using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

public sealed class UnitBootstrapTests
{
    private static readonly AgreementTable Thousand = Ratings.Random(new Random(5), 1_000, 4, 4).Table();

    [Fact]
    public void Interval_SameSeed_IsTheSameOnAnyNumberOfThreads()
    {
        foreach (var level in Enum.GetValues<MeasurementLevel>())
        {
            var one = UnitBootstrap.Alpha(Thousand, level, 200, seed: 7, threads: 1);
            Assert.Equal(one, UnitBootstrap.Alpha(Thousand, level, 200, seed: 7));
            Assert.Equal(one, UnitBootstrap.Alpha(Thousand, level, 200, seed: 7, threads: 5));
            Assert.NotEqual(one, UnitBootstrap.Alpha(Thousand, level, 200, seed: 8));
        }
    }

    [Fact]
    public void Intervals_ManyItems_AreCloseToTheJackknife()
    {
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            Near(KrippendorffAlpha.Of(Thousand, level), UnitBootstrap.Alpha(Thousand, level, 4_000, 1), 0.1);
        Near(PairwiseAgreement.Raw(Thousand), UnitBootstrap.Raw(Thousand, 4_000, 1), 0.1);
        Near(PairwiseAgreement.FleissKappa(Thousand), UnitBootstrap.FleissKappa(Thousand, 4_000, 1), 0.1);
        Near(PairwiseAgreement.GwetAc1(Thousand), UnitBootstrap.GwetAc1(Thousand, 4_000, 1), 0.1);
    }

    [Fact]
    public void Interval_PoissonBootstrap_IsCloseToTheMultinomialOne()
    {
        // Nearly the same table below and above the limit.
        var (drawn, poisson) = (Times(200), Times(201));
        Assert.True(drawn.Items <= UnitBootstrap.MaxDrawn && poisson.Items > UnitBootstrap.MaxDrawn);
        Near(
            UnitBootstrap.Alpha(drawn, MeasurementLevel.Ordinal, 1_000, 3),
            UnitBootstrap.Alpha(poisson, MeasurementLevel.Ordinal, 4_000, 3),
            0.15
        );
    }

    [Fact]
    public void Interval_MoreItemsThanAnInt_IsCloseToTheJackknife()
    {
        var table = AgreementTable.Of(
            [0, 1],
            [
                (new CategoryCount[] { new(0, 2) }, 9_000_000_000L),
                (new CategoryCount[] { new(0, 1), new(1, 1) }, 3_000_000_000L),
                (new CategoryCount[] { new(1, 2) }, 5_000_000_000L),
            ]
        );
        Near(KrippendorffAlpha.Of(table, MeasurementLevel.Nominal), UnitBootstrap.Alpha(table, MeasurementLevel.Nominal, 2_000, 1), 0.15);
    }

    [Fact]
    public void Interval_FewItems_ContainsTheEstimate()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var table = Ratings.Random(new Random(seed), 4, 3, 3).Table();
            var figure = UnitBootstrap.Alpha(table, MeasurementLevel.Nominal, 50, seed);
            if (figure.Low is { } low)
                Assert.True(low <= figure.Value && figure.Value <= figure.High && figure.High <= 1);
        }
    }

    [Fact]
    public void Interval_UndefinedCoefficient_HasAReason()
    {
        Assert.Equal(
            AgreementFigure.OneCategory,
            UnitBootstrap
                .Alpha(
                    new Ratings([
                        [1, 1],
                        [1, 1],
                    ]).Table(),
                    MeasurementLevel.Nominal,
                    100,
                    1
                )
                .Why
        );
        Assert.Equal(
            AgreementFigure.NothingPaired,
            UnitBootstrap
                .Raw(
                    new Ratings([
                        [1],
                        [2],
                    ]).Table(),
                    100,
                    1
                )
                .Why
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitBootstrap.Raw(Thousand, 0, 1));
    }

    private static AgreementTable Times(int times)
    {
        var items = Ratings.Random(new Random(5), 1_000, 4, 4, missing: 0).Items;
        var patterns = items.Select(i =>
            (i.GroupBy(v => (int)v!.Value).Select(g => new CategoryCount(g.Key, g.Count())).ToArray(), (long)times)
        );
        return AgreementTable.Of([0, 1, 2, 3], patterns);
    }

    /// <summary>The bounds differ by less than a share of the half width.</summary>
    private static void Near(AgreementFigure expected, AgreementFigure actual, double share)
    {
        var half = (expected.High - expected.Low)!.Value / 2;
        Assert.Equal(expected.Value!.Value, actual.Value!.Value, 1e-3 * half + 1e-12);
        Assert.Equal(expected.Low!.Value, actual.Low!.Value, share * half);
        Assert.Equal(expected.High!.Value, actual.High!.Value, share * half);
    }
}
