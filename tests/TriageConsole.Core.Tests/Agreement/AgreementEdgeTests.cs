using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

public sealed class AgreementEdgeTests
{
    [Fact]
    public void Coefficients_OneLabeler_HaveNoPairedItems()
    {
        var table = new Ratings([
            [1],
            [2],
            [1],
        ]).Table();
        foreach (var figure in AllCoefficients(table))
            Assert.Equal(new AgreementFigure(null, null, null, AgreementFigure.NothingPaired), figure);
        Assert.Equal((3, 0, 2), (table.Items, table.PairedItems, table.UsedCategories));
    }

    [Fact]
    public void Coefficients_AllLabelsMissing_HaveNoPairedItems()
    {
        var table = AgreementTable.Of(
            [1, 2],
            [
                [],
                [],
            ]
        );
        foreach (var figure in AllCoefficients(table))
            Assert.Equal(AgreementFigure.NothingPaired, figure.Why);
        Assert.Equal(AgreementFigure.NothingPaired, CohenKappa.Of(new long[3, 3]).Why);
        Assert.Equal(AgreementFigure.NothingPaired, CohenKappa.Of(new long[0, 0]).Why);
        Assert.Equal((0, 0), (table.Items, table.Labels));
    }

    [Fact]
    public void Coefficients_OneCategory_OnlyRawAndAc1AreDefined()
    {
        var table = new Ratings([
            [3, 3],
            [3, 3],
            [3, null],
        ]).Table();
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            Assert.Equal(AgreementFigure.OneCategory, KrippendorffAlpha.Of(table, level).Why);
        Assert.Equal("undefined: one category only", PairwiseAgreement.FleissKappa(table).Why);
        Assert.Equal(
            AgreementFigure.OneCategory,
            CohenKappa
                .Of(
                    new long[,]
                    {
                        { 5, 0 },
                        { 0, 0 },
                    }
                )
                .Why
        );
        Assert.Equal((1.0, 1.0), (PairwiseAgreement.Raw(table).Value, PairwiseAgreement.GwetAc1(table).Value));
    }

    [Fact]
    public void Coefficients_OneItem_HaveNoInterval()
    {
        var table = new Ratings([
            [1, 2, 2],
        ]).Table();
        foreach (var figure in AllCoefficients(table))
        {
            Assert.NotNull(figure.Value);
            Assert.Null(figure.Low);
            Assert.StartsWith("no interval", figure.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FleissKappa_BelowMinusOne_IsInsideItsInterval()
    {
        // Disagreement on the few items with two labels; all other items have one label, always the same.
        var figure = PairwiseAgreement.FleissKappa(
            new Ratings([
                [1, 2],
                [1, 2],
                .. Enumerable.Repeat<double?[]>([1, null], 98),
            ]).Table()
        );
        Assert.True(figure.Value < -1);
        Assert.InRange(figure.Value!.Value, figure.Low!.Value, figure.High!.Value);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1.0)]
    public void Of_ValuesNotAscending_Throws(double second) =>
        Assert.Throws<ArgumentException>(() =>
            AgreementTable.Of(
                [1, second],
                [
                    [0, 1],
                ]
            )
        );

    [Fact]
    public void Of_InvalidCategories_Throws()
    {
        Assert.Throws<ArgumentException>(() =>
            AgreementTable.Of(
                [1, 2],
                [
                    [0, 2],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            AgreementTable.Of(
                [1, 2],
                [
                    [0, -1],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() => AgreementTable.Of([1, 2], [(new CategoryCount[] { new(0, 0) }, 1L)]));
        Assert.Throws<ArgumentException>(() => AgreementTable.Of([1, 2], [(new CategoryCount[] { new(0, 1), new(0, 1) }, 1L)]));
        Assert.Throws<ArgumentException>(() => CohenKappa.Of(new long[2, 3]));
        Assert.Throws<ArgumentException>(() =>
            CohenKappa.Of(
                new long[,]
                {
                    { 1, -1 },
                    { 0, 1 },
                }
            )
        );
    }

    [Fact]
    public void Alpha_TenThousandCategories_EqualsTheFormula()
    {
        var values = Enumerable.Range(0, 10_000).Select(v => (double)v).ToArray();
        var table = AgreementTable.Of(values, values.Select((_, i) => new[] { i, (i + 1) % values.Length }));
        // Each category has two labels, and each item two different ones: n = 20,000, observed n, expected n² − Σ 2².
        Assert.Equal(
            1 - ((20_000 - 1) * 20_000d / ((20_000d * 20_000) - (4 * 10_000))),
            KrippendorffAlpha.Of(table, MeasurementLevel.Nominal).Value!.Value,
            12
        );
        foreach (var level in new[] { MeasurementLevel.Ordinal, MeasurementLevel.Interval })
            Assert.InRange(KrippendorffAlpha.Of(table, level).Low!.Value, 0.99, 1);
        Assert.InRange(KrippendorffAlpha.ValueOf(table, MeasurementLevel.Ratio)!.Value, 0.9, 1);
    }

    [Fact]
    public void RatioAlpha_NegativeValues_IsUndefined()
    {
        var table = new Ratings([
            [-1, 2],
            [2, 2],
        ]).Table();
        Assert.StartsWith("undefined", KrippendorffAlpha.Of(table, MeasurementLevel.Ratio).Why, StringComparison.Ordinal);
        Assert.Null(KrippendorffAlpha.ValueOf(table, MeasurementLevel.Ratio));
    }

    [Fact]
    public void RatioAlpha_WithZero_EqualsTheFormula()
    {
        var ratings = new Ratings([
            [0, 0],
            [0, 3],
            [5, 3],
            [5, 5],
        ]);
        Assert.Equal(
            PlainFormulas.Alpha(ratings, MeasurementLevel.Ratio),
            KrippendorffAlpha.Of(ratings.Table(), MeasurementLevel.Ratio).Value!.Value,
            12
        );
    }

    private static IEnumerable<AgreementFigure> AllCoefficients(AgreementTable table) =>
        [
            .. Enum.GetValues<MeasurementLevel>().Select(l => KrippendorffAlpha.Of(table, l)),
            PairwiseAgreement.Raw(table),
            PairwiseAgreement.FleissKappa(table),
            PairwiseAgreement.GwetAc1(table),
        ];
}
