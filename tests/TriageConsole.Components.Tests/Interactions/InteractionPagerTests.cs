using TriageConsole.Features.Interactions;

namespace TriageConsole.Components.Tests.Interactions;

public sealed class InteractionPagerTests : ComponentTest
{
    private const string List = "show=labeled&sort=-suspicion";

    [Fact]
    public void Position_IsSaid_AndTheLinksCarryTheList()
    {
        var pager = Open(new(62, 340, false, new("acme", "a/1"), new("acme", "b")));
        Assert.Contains("62 of 340", pager.Markup, StringComparison.Ordinal);
        Assert.Equal(
            "interactions/a%2F1?tenant=acme&list=show%3Dlabeled%26sort%3D-suspicion&at=61",
            pager.Find("[data-step='-1']").GetAttribute("href")
        );
        Assert.EndsWith("at=63", pager.Find("[data-step='1']").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal($"interactions?{List}&page=2", pager.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void Ends_HaveNoLinkBeyond()
    {
        var pager = Open(new(1, 10_000, true, null, new("acme", "b")));
        Assert.Empty(pager.FindAll("[data-step='-1']"));
        Assert.Contains("1 of 10\u202F000+", pager.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedInteraction_IsNoLongerInTheList()
    {
        var pager = Open(new(null, 3, false));
        Assert.Contains("Not among the first rows of the list any more", pager.Markup, StringComparison.Ordinal);
        Assert.Single(pager.FindAll("a"));
    }

    [Theory]
    [InlineData("http://x/interactions", "sort=-when")]
    [InlineData("http://x/interactions?page=3&size=25&density=comfortable", "sort=-when")]
    [InlineData("http://x/interactions?segment=a%26b&sort=-outcome&tenant=t", "segment=a%26b&tenant=t&sort=-outcome")]
    public void List_CarriesFiltersAndOrder(string address, string expected) =>
        Assert.Equal(expected, InteractionListQuery.Carried(address));

    private IRenderedComponent<InteractionPager> Open(InteractionPlace place) =>
        Render<InteractionPager>(p => p.Add(x => x.Place, place).Add(x => x.List, List));
}
