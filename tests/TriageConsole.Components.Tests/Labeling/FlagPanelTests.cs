using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Components.Tests.Labeling;

public sealed class FlagPanelTests : ComponentTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly WorkflowRef Workflow = new(7, 3, "acme", "support.chat", "Support chat", true, null);
    private static readonly FlagRow Row = new(
        4,
        FlagKind.PersonalData,
        FlagState.Open,
        "a <b>name</b>",
        1,
        "t1",
        "Hello",
        "Ann",
        Now.AddHours(-2),
        FlagAction.None,
        null,
        null,
        false
    );
    private readonly List<string> replies = [];
    private readonly List<(string, FlagAction)> resolved = [];
    private int reopened;

    [Fact]
    public async Task OpenFlag_IsRepliedToOrResolved_WithTheMessage()
    {
        var panel = Open(Row);
        await Button(panel, "Send reply").ClickAsync(new());
        Assert.Contains("Enter a message.", panel.Markup, StringComparison.Ordinal);
        Assert.Empty(replies);
        await panel.Find("textarea").ChangeAsync(new() { Value = "Which text?" });
        await Button(panel, "Send reply").ClickAsync(new());
        await Button(panel, "Resolve flag").ClickAsync(new());
        await Button(panel, "Remove from queue").ClickAsync(new());
        Assert.Equal(["Which text?"], replies);
        Assert.Equal([("", FlagAction.None), ("", FlagAction.RemovedFromQueue)], resolved);
        Assert.Empty(panel.FindAll("p b"));
    }

    [Fact]
    public async Task ResolvedFlag_SaysByWhom_AndCanBeReopened()
    {
        var row = Row with { State = FlagState.Resolved, Action = FlagAction.Redacted, ResolvedBy = "Lea", ResolvedAt = Now };
        var panel = Open(row);
        Assert.Contains("Resolved by Lea", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("text redacted. “done”", panel.Markup, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("textarea"));
        await Button(panel, "Reopen flag").ClickAsync(new());
        Assert.Equal(1, reopened);
    }

    [Fact]
    public async Task Table_SelectsRows_AndAllOfThePage()
    {
        IReadOnlySet<long> selected = new HashSet<long>();
        var table = Render<FlagTable>(p =>
            p.Add(t => t.Rows, [Row, Row with { Id = 5, Kind = FlagKind.Skip, Note = "", IsAnswered = true }])
                .Add(t => t.Link, id => $"?item={id}")
                .Add(t => t.Now, Now)
                .Add(t => t.CanSelect, true)
                .Add(t => t.Selected, selected)
                .Add(t => t.SelectedChanged, s => selected = s)
        );
        Assert.Equal(["?item=4", "?item=5"], table.FindAll("a.row-link").Select(a => a.GetAttribute("href")));
        Assert.Contains("labeler answered", table.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        await table.FindAll("tbody input")[1].ChangeAsync(new() { Value = true });
        Assert.Equal([5], selected);
        await table.Find("thead input").ChangeAsync(new() { Value = true });
        Assert.Equal([4, 5], selected.Order());
    }

    private IRenderedComponent<FlagPanel> Open(FlagRow row) =>
        Render<FlagPanel>(p =>
            p.Add(f => f.Workflow, Workflow)
                .Add(
                    f => f.Detail,
                    new FlagDetail(
                        row,
                        row.State == FlagState.Open ? "" : "done",
                        new BlindContent("t1", Now, null, null, "Hello", "Hi", [], [], null, null, null),
                        [new FlagMessage(1, FlagEntryKind.Reply, "Ann", true, "Look", Now, false)],
                        false,
                        true,
                        1
                    )
                )
                .Add(f => f.Now, Now)
                .Add(f => f.Reply, replies.Add)
                .Add(f => f.Resolve, resolved.Add)
                .Add(f => f.Reopen, () => reopened++)
                .Add(f => f.Redact, () => { })
        );

    private static IElement Button(IRenderedComponent<IComponent> panel, string text) =>
        panel.FindAll("button").Single(b => b.TextContent.Trim() == text);
}
