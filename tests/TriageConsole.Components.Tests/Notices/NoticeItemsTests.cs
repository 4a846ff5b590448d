using TriageConsole.Features.Notices;

namespace TriageConsole.Components.Tests.Notices;

public sealed class NoticeItemsTests : ComponentTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Dismiss_ReportsTheNotice()
    {
        var dismissed = new List<long>();
        var list = Render<NoticeItems>(p =>
            p.Add(n => n.Rows, [new NoticeRow(4, "answers-2 is live.", "releases/a", Now), new NoticeRow(5, "No link.", "", Now)])
                .Add(n => n.Now, Now)
                .Add(n => n.Dismissed, dismissed.Add)
        );
        Assert.Equal("releases/a", Assert.Single(list.FindAll("a")).GetAttribute("href"));
        await list.FindAll("button").Single(b => b.TextContent == "Dismiss: No link.").ClickAsync(new());
        Assert.Equal([5], dismissed);
    }

    [Fact]
    public void WithoutNotices_NothingIsShown() => Assert.Empty(Render<NoticeItems>(p => p.Add(n => n.Rows, [])).Nodes);
}
