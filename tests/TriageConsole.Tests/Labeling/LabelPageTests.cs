using AngleSharp.Dom;
using Bunit;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Tests.Labeling;

/// <summary>Answers that are not submitted are not lost.</summary>
public sealed class LabelPageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Window_WhoseItemWasOpenedElsewhere_SaysSo_AndContinuesWithItsAnswers()
    {
        await using var queue = await QueueApp.StartAsync(items: 1);
        var ann = await queue.HireAsync(Role.Labeler);
        await using var context = await queue.OpenAsync(ann);
        var page = await OpenAsync(context, queue);
        // A window on another instance.
        var session = await queue.App.Get<LabelingService>().StartAsync(ann, queue.Workflow);
        Assert.Single(await queue.App.Get<LabelingLeases>().ResumeAsync(ann, session));

        await AnswerAsync(page);
        await page.WaitForAssertionAsync(() => Assert.Contains("draft not saved", Head(page), StringComparison.Ordinal), Limit);
        Assert.DoesNotContain("retrying", Head(page), StringComparison.Ordinal);
        await page.WaitForAssertionAsync(() => Assert.Contains("in another window", page.Markup, StringComparison.Ordinal), Limit);

        await page.FindAll("button").First(b => b.TextContent.Trim() == "Continue here").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.Contains("All saved", Head(page), StringComparison.Ordinal), Limit);
        Assert.True(First(page).HasAttribute("checked"));
        await using var db = queue.App.Database.CreateContext();
        Assert.Contains("yes", (await db.LabelDrafts.SingleAsync()).Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BegunItem_BehindTheOneOnScreen_KeepsItsAnswers_WhenTheRubricChanges()
    {
        await using var queue = await QueueApp.StartAsync(items: 4);
        var ann = await queue.HireAsync(Role.Labeler);
        await using var context = await queue.OpenAsync(ann);
        var page = await OpenAsync(context, queue);
        var submitted = Shown(page);
        await AnswerAsync(page);
        await page.Find(".pane form.rubric").SubmitAsync();
        await page.WaitForAssertionAsync(() => Assert.NotEqual(submitted, Shown(page)), Limit);
        var begun = Shown(page);
        await AnswerAsync(page);
        await page.Find("[data-key=u]").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.Equal(submitted, Shown(page)), Limit);

        var rubric = BuiltInRubrics.Definition(BuiltInRubrics.NameFor(queue.Workflow.Key)) with { Title = "Other words" };
        var published = await queue.App.Get<RubricService>().ImportAsync(queue.Workflow.Id, rubric.ToJson(), "test", "");
        Assert.True(published.Ok);
        await page.WaitForAssertionAsync(() => Assert.Contains("new version", page.Markup, StringComparison.Ordinal), Limit);
        Assert.True(page.Find($"[data-pane='{begun}'] input[data-key='1']").HasAttribute("checked"));
    }

    [Fact]
    public async Task Undo_OfASkip_GivesTheAnswersBack()
    {
        await using var queue = await QueueApp.StartAsync(items: 4);
        var ann = await queue.HireAsync(Role.Labeler);
        await using var context = await queue.OpenAsync(ann);
        var page = await OpenAsync(context, queue);
        var item = Shown(page);
        await AnswerAsync(page);
        await page.Find("[data-key=s]").ClickAsync();
        await page.Find(".sheet [data-key='1']").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.NotEqual(item, Shown(page)), Limit);

        await page.Find("[data-key=u]").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.Equal(item, Shown(page)), Limit);
        Assert.True(First(page).HasAttribute("checked"));
        await using var db = queue.App.Database.CreateContext();
        Assert.Contains("yes", (await db.LabelDrafts.SingleAsync()).Answers, StringComparison.Ordinal);
    }

    private static async Task<IRenderedComponent<LabelPage>> OpenAsync(BunitContext context, QueueApp queue)
    {
        var page = context.Render<LabelPage>(p => p.Add(c => c.Key, queue.Workflow.Key));
        await page.WaitForAssertionAsync(() => First(page), Limit);
        return page;
    }

    /// <summary>The assignment of the item on screen.</summary>
    private static string Shown(IRenderedComponent<LabelPage> page) => page.Find(".pane").GetAttribute("data-pane")!;

    private static IElement First(IRenderedComponent<LabelPage> page) => page.Find(".pane input[data-key='1']");

    private static Task AnswerAsync(IRenderedComponent<LabelPage> page) => First(page).ChangeAsync("yes");

    private static string Head(IRenderedComponent<LabelPage> page) => page.Find(".label-head").TextContent;
}
