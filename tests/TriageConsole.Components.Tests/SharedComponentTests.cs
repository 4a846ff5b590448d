using TriageConsole.Core.Common;

namespace TriageConsole.Components.Tests;

public sealed class SharedComponentTests : ComponentTest
{
    [Fact]
    public void ResultNotice_SaysNothing_WithoutAResult() =>
        Assert.Empty(Render<ResultNotice>(p => p.Add(n => n.Result, null)).Markup.Trim());

    [Fact]
    public void ResultNotice_OfASuccess_IsAStatus()
    {
        var notice = Render<ResultNotice>(p => p.Add(n => n.Result, Result.Done("Saved.")));
        Assert.Equal("Saved.", notice.Find("[role=status] [dir=auto]").TextContent);
    }

    [Fact]
    public void ResultNotice_OfARefusal_IsAnAlert() =>
        Assert.Single(Render<ResultNotice>(p => p.Add(n => n.Result, (Result)Error.Invalid("Too long."))).FindAll("[role=alert]"));

    [Fact]
    public void EmptyState_SaysWhatWouldBeHere()
    {
        var empty = Render<EmptyState>(p => p.Add(e => e.Title, "No items").AddChildContent("Items appear here."));
        Assert.Equal(("No items", "Items appear here."), (empty.Find("h2").TextContent, empty.Find("p").TextContent.Trim()));
    }

    [Fact]
    public void LoadingBlock_IsAnnounced() =>
        Assert.Equal("true", Render<LoadingBlock>().Find("[role=progressbar][aria-label=Loading]").GetAttribute("aria-busy"));
}
