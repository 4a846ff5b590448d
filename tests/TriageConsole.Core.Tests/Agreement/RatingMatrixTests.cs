using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>A table from one pass over a rating matrix equals the table from items.</summary>
public sealed class RatingMatrixTests
{
    [Theory]
    [InlineData(5, 10)]
    [InlineData(16, 15)]
    [InlineData(16, 16)]
    [InlineData(64, 1)]
    [InlineData(2, 200)]
    [InlineData(1, 3)]
    [InlineData(10_000, 3)]
    public void Of_RatingMatrix_EqualsTheTableOfItems(int categories, int labelers)
    {
        var random = new Random(categories + labelers);
        var ratings = Enumerable
            .Range(0, 500 * labelers)
            .Select(_ =>
                (short)(
                    random.Next(3) == 0 ? -1
                    : random.Next(3) == 0 ? categories - 1
                    : random.Next(categories)
                )
            )
            .ToArray();
        var values = Enumerable.Range(0, categories).Select(v => (double)v).ToArray();
        var (matrix, plain) = (
            AgreementTable.Of(values, ratings, labelers),
            AgreementTable.Of(values, ratings.Chunk(labelers).Select(i => i.Where(c => c >= 0).Select(c => (int)c)))
        );
        Assert.Equal(
            (plain.Patterns, plain.Items, plain.PairedItems, plain.Labels, plain.UsedCategories),
            (matrix.Patterns, matrix.Items, matrix.PairedItems, matrix.Labels, matrix.UsedCategories)
        );
        var (expected, actual) = (PairwiseAgreement.FleissKappa(plain), PairwiseAgreement.FleissKappa(matrix));
        Assert.Equal((expected.Value ?? 0, expected.Why), (actual.Value ?? 0, actual.Why));
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            Assert.Equal(KrippendorffAlpha.ValueOf(plain, level) ?? -9, KrippendorffAlpha.ValueOf(matrix, level) ?? -9, 1e-12);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, -2)]
    [InlineData(40, 40)]
    [InlineData(40, short.MinValue)]
    public void Of_InvalidCategories_Throws(int categories, short rating) =>
        Assert.Throws<ArgumentException>(() =>
            AgreementTable.Of([.. Enumerable.Range(0, categories).Select(v => (double)v)], [0, rating], 2)
        );

    [Fact]
    public void Of_IncompleteItem_Throws()
    {
        Assert.Throws<ArgumentException>(() => AgreementTable.Of([0, 1], [0, 1, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => AgreementTable.Of([0, 1], [0, 1], 0));
        Assert.Equal(0, AgreementTable.Of([0, 1], [], 2).Items);
    }
}
