using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

public sealed class ManifestComparisonTests
{
    private static readonly Dictionary<string, WithheldReason> Nobody = [];

    private static readonly Dictionary<string, WithheldReason> BAndC = new()
    {
        ["b"] = WithheldReason.Erased,
        ["c"] = WithheldReason.ConsentWithdrawn,
        ["unrelated"] = WithheldReason.Erased,
    };

    private static ManifestRow[] Of(params string[] keys) => [.. keys.Select(k => new ManifestRow(k, RowHash.Of(Rows.Row(k))))];

    [Fact]
    public void Of_SameRowsInAnotherOrder_IsSame()
    {
        var comparison = ManifestComparison.Of(Of("a", "b"), Of("b", "a"), Nobody);
        Assert.Equal(ManifestDifference.Same, comparison.Difference);
        Assert.Equal((2, 2), (comparison.OldRows, comparison.NewRows));
    }

    [Fact]
    public void Of_OnlyWithheldRowsAreMissing_NamesEach()
    {
        var comparison = ManifestComparison.Of(Of("c", "b", "a"), Of("a"), BAndC);
        Assert.Equal(ManifestDifference.Withheld, comparison.Difference);
        Assert.Equal(
            [new WithheldRow("b", WithheldReason.Erased), new WithheldRow("c", WithheldReason.ConsentWithdrawn)],
            comparison.Withheld
        );
        Assert.Equal((3, 1), (comparison.OldRows, comparison.NewRows));
        Assert.Empty(comparison.Removed);
    }

    [Fact]
    public void Of_OneRowIsMissingWithoutReason_IsOther()
    {
        var comparison = ManifestComparison.Of(Of("a", "b", "c", "d"), Of("a"), BAndC);
        Assert.Equal(ManifestDifference.Other, comparison.Difference);
        Assert.Equal(["d"], comparison.Removed);
        Assert.Equal(2, comparison.Withheld.Count);
    }

    [Fact]
    public void Of_AddedAndChangedRows_AreNamedInOrder()
    {
        ManifestRow[] now = [.. Of("z", "y", "b"), new ManifestRow("a", RowHash.Of(Rows.Row("a") with { Weight = 2 }))];
        var comparison = ManifestComparison.Of(Of("a", "b"), now, Nobody);
        Assert.Equal(ManifestDifference.Other, comparison.Difference);
        Assert.Equal(["y", "z"], comparison.Added);
        Assert.Equal(["a"], comparison.Changed);
        Assert.Empty(comparison.Removed);
    }

    /// <summary>The same rows, but one of them should be gone.</summary>
    [Fact]
    public void Of_WithheldRowIsStillThere_IsOther()
    {
        var comparison = ManifestComparison.Of(Of("a", "b"), Of("a", "b"), BAndC);
        Assert.Equal(ManifestDifference.Other, comparison.Difference);
        Assert.Equal([new WithheldRow("b", WithheldReason.Erased)], comparison.NotWithheld);
    }

    [Fact]
    public void Of_NoRows_IsSame() => Assert.Equal(ManifestDifference.Same, ManifestComparison.Of([], [], BAndC).Difference);

    [Fact]
    public void Of_KeyTwice_IsRefused()
    {
        Assert.Equal("manifest", Assert.Throws<ArgumentException>(() => ManifestComparison.Of(Of("a", "a"), Of("a"), Nobody)).ParamName);
        Assert.Equal("rebuild", Assert.Throws<ArgumentException>(() => ManifestComparison.Of(Of("a"), Of("a", "a"), Nobody)).ParamName);
    }
}
