using TriageConsole.Components.Lists;

namespace TriageConsole.Components.Tests;

public sealed class GridQueryTests
{
    [Theory]
    [InlineData("http://x/list", null, false, 1, 50)]
    [InlineData("http://x/list?sort=-when&page=3&size=100", "when", true, 3, 100)]
    [InlineData("http://x/list?sort=when&page=0&size=7", "when", false, 1, 50)]
    [InlineData("http://x/list?sort=-&page=abc&size=999999", null, true, 1, 50)]
    public void Address_IsRead_WithoutTrust(string address, string? sort, bool isDescending, int page, int size) =>
        Assert.Equal(new GridQuery(sort, isDescending, page, size), GridQuery.Of(address));

    [Fact]
    public void Rows_WithoutAValue_ComeLastInBothDirections()
    {
        var rows = new[] { new GridRow(1, "a", null), new GridRow(2, "b", 0.2), new GridRow(3, "c", 0.9) }.AsQueryable();
        var sorts = new SortKeys<GridRow>().AddOptional("score", r => r.Score);
        Assert.Equal([2, 3, 1], sorts.Apply(rows, new GridQuery("score"))!.Select(r => r.Id));
        Assert.Equal([3, 2, 1], sorts.Apply(rows, new GridQuery("score", true))!.Select(r => r.Id));
        Assert.Null(sorts.Apply(rows, new GridQuery("password_hash")));
    }

    [Fact]
    public void Page_BeyondTheEnd_IsTheLastOne()
    {
        var page = Enumerable.Range(1, 60).ToList().ToGridPage(new GridQuery(Page: 9, Size: 25));
        Assert.Equal((3, 60, 51), (page.Number, page.Total, page[0]));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-5", "-5")]
    [InlineData("plain", "plain")]
    public void TextInAFile_NeverRunsAsAFormula(string text, string written) => Assert.Equal(written, GridText.File(text));

    [Fact]
    public void Columns_OfAnAddress_AreKnownOnesInTheOrderOfTheList()
    {
        Assert.Equal(["name", "id"], GridField<GridRow>.Shown(GridRow.All, "id, name,nothing").Select(f => f.Key));
        Assert.Equal(["name", "score"], GridField<GridRow>.Shown(GridRow.All, null).Select(f => f.Key));
        Assert.Equal(["name", "score"], GridField<GridRow>.Shown(GridRow.All, "nothing").Select(f => f.Key));
    }
}
