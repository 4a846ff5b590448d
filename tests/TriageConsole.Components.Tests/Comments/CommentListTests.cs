using TriageConsole.Core.Comments;
using TriageConsole.Features.Comments;

namespace TriageConsole.Components.Tests.Comments;

public sealed class CommentListTests : ComponentTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Texts_AreText_AndMentionsAreMarked()
    {
        const string Text = "<i>see</i> @Ann Lee,\n  please";
        var list = RenderList(Thread(Row(1, Text, "Ann Lee")));
        var shown = list.Find(".thread .prose-pre");
        Assert.Equal(Text, shown.TextContent);
        Assert.Equal("@Ann Lee", Assert.Single(shown.Children).TextContent);
    }

    [Fact]
    public void BlindThread_SaysWhy_AndDoesNotSayThatThereAreNone()
    {
        var list = RenderList(new CommentThread([], [], IsBlind: true, IsCut: false));
        Assert.Contains("hidden until you submit your label", list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("No comments yet", list.Markup, StringComparison.Ordinal);
        Assert.Contains("No comments yet", RenderList(Thread()).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void DeletedComment_HasNoTextAndNoButtons()
    {
        var list = RenderList(Thread(Row(1, "") with { IsDeleted = true, CanEdit = false, CanDelete = false }));
        Assert.Contains("Comment deleted.", list.Find("li").TextContent, StringComparison.Ordinal);
        Assert.Empty(list.FindAll("li button"));
    }

    [Fact]
    public void OthersComment_HasNoButtons() =>
        Assert.Empty(RenderList(Thread(Row(1, "x") with { CanEdit = false, CanDelete = false })).FindAll("li button"));

    [Fact]
    public void NewComment_IsSent()
    {
        string? sent = null;
        var list = RenderList(Thread(), added: t => sent = t, text: "hello");
        list.Find("form").Submit();
        Assert.Equal("hello", sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Edit_ClosesOnlyIfItWasSaved(bool isSaved)
    {
        var saved = "";
        var list = RenderList(
            Thread(Row(7, "before")),
            save: (row, text) =>
            {
                saved = $"{row.Id} {text}";
                return Task.FromResult(isSaved);
            }
        );
        list.FindAll("li button")[0].Click();
        Assert.Equal("before", list.Find("li textarea").GetAttribute("value"));
        list.Find("li textarea").Change("after");
        list.Find("li form").Submit();
        Assert.Equal("7 after", saved);
        Assert.Equal(isSaved, list.FindAll("li textarea").Count == 0);
    }

    [Fact]
    public void Delete_AsksOnceMore()
    {
        var deleted = 0L;
        var list = RenderList(Thread(Row(7, "x"), Row(8, "y")), delete: row => deleted = row.Id);
        list.FindAll("li button")[1].Click();
        Assert.Equal((0, "Confirm deletion"), (deleted, list.FindAll("li button")[1].TextContent.Trim()));
        list.FindAll("li button")[1].Click();
        Assert.Equal(7, deleted);
    }

    [Fact]
    public void People_AreHandedToTheScript_AsData()
    {
        var list = RenderList(Thread() with { Handles = ["Ann \"<b>\""] });
        Assert.Equal("""["Ann \u0022\u003Cb\u003E\u0022"]""", list.Find(".mention").GetAttribute("data-people"));
    }

    private IRenderedComponent<CommentList> RenderList(
        CommentThread thread,
        Action<string>? added = null,
        Func<CommentRow, string, Task<bool>>? save = null,
        Action<CommentRow>? delete = null,
        string? text = null
    ) =>
        Render<CommentList>(p =>
            p.Add(c => c.Thread, thread)
                .Add(c => c.Now, Noon)
                .Add(c => c.Text, text)
                .Add(c => c.Added, added ?? (_ => { }))
                .Add(c => c.Saved, save ?? ((_, _) => Task.FromResult(true)))
                .Add(c => c.Deleted, delete ?? (_ => { }))
        );

    private static CommentThread Thread(params CommentRow[] rows) => new(rows, [], IsBlind: false, IsCut: false);

    private static CommentRow Row(long id, string text, params string[] handles) =>
        new(id, "Bo", text, MentionText.Split(text, handles), Noon, null, IsDeleted: false, CanEdit: true, CanDelete: true);
}
