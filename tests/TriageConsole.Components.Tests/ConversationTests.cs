using TriageConsole.Components.Conversations;

namespace TriageConsole.Components.Tests;

public sealed class ConversationTests : ComponentTest
{
    private static Turn User(string text) => new("user", text, [new TurnPart(TurnPartKind.Text, "", text)]);

    [Fact]
    public void Response_IsShownOnce_InItsPlace()
    {
        var page = Render([User("Where is my refund?"), User("Hello?")], "On its way.");
        Assert.Equal("On its way.", page.Find(".turn.answer .turn-text").TextContent.Trim());
        Assert.Single(page.FindAll(".turn.answer"));
    }

    [Fact]
    public void Markdown_OfAResponse_IsRendered() =>
        Assert.Equal("soon", Render([User("When?")], "It comes **soon**.").Find(".turn.answer strong").TextContent);

    [Fact]
    public void PlainText_KeepsItsSpaces() =>
        Assert.Equal("a   b\n  c", Render([User("?")], "a   b\n  c").Find(".turn.answer .prose-pre").TextContent);

    [Fact]
    public void LongTurn_IsFolded_TheResponseIsNot()
    {
        var text = string.Join('\n', Enumerable.Repeat("line", 60));
        var page = Render([User(text)], text + "\nanswer");
        Assert.Single(page.FindAll(".turn.user .long"));
        Assert.Single(page.FindAll(".turn.user [data-unfold]"));
        Assert.Empty(page.FindAll(".turn.answer .long"));
    }

    [Fact]
    public void Search_IsOffered_ForLongConversations()
    {
        Assert.Empty(Render([User("short")], "answer").FindAll("[data-find]"));
        Assert.Single(Render([.. Enumerable.Range(0, 8).Select(n => User($"turn {n}"))], "answer").FindAll("[data-find]"));
    }

    [Fact]
    public void ToolCalls_AreFoldedToOneLine()
    {
        var call = new Turn("assistant", "", [new TurnPart(TurnPartKind.Call, "lookup", new string('x', 500))]);
        var fold = Render([call], "done").Find("details.tool");
        Assert.False(fold.HasAttribute("open"));
        Assert.Equal("lookup()", fold.QuerySelector(".tool-name")!.TextContent);
    }

    [Fact]
    public void NoMessages_IsSaid() => Assert.Contains("No messages were sent", Render([], null).Markup, StringComparison.Ordinal);

    private IRenderedComponent<Conversation> Render(IReadOnlyList<Turn> turns, string? answer) =>
        Render<Conversation>(p => p.Add(c => c.Turns, turns).Add(c => c.AnswerText, answer));
}
