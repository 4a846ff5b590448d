using Bunit;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Access;
using TriageConsole.Features.Rubrics;
using TriageConsole.Security;
using TriageConsole.Tests.Labeling;

namespace TriageConsole.Tests.Rubrics;

/// <summary>Two leads with the editor of one rubric.</summary>
public sealed class RubricPageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Publish_AfterAnotherLeadPublished_IsAConflict_UntilTheLeadSawTheDifferences()
    {
        await using var queue = await QueueApp.StartAsync(items: 0);
        await queue.App.Get<RubricService>().EnsureForWorkflowAsync(queue.Workflow.Id);
        var (mira, nils) = (await queue.HireAsync(Role.Lead), await queue.HireAsync(Role.Lead));
        await using var context = await queue.OpenAsync(mira);
        var page = context.Render<RubricPage>(p => p.Add(c => c.Key, queue.Workflow.Key));
        await page.WaitForAssertionAsync(() => page.Find("#guidelines"), Limit);
        await PublishAsync(queue, nils, "Of Nils");

        await page.Find("#guidelines").InputAsync("Of Mira");
        await Button(page, "Publish version").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.Contains("Nothing was published.", page.Markup, StringComparison.Ordinal), Limit);
        Assert.True(Button(page, "Publish version").HasAttribute("disabled"));
        Assert.Equal("Of Nils", (await ActiveAsync(queue)).Title);

        // The differences are those to the version of the other lead.
        await Button(page, "Keep my draft").ClickAsync();
        await page.WaitForAssertionAsync(() => Button(page, "Publish version 3"), Limit);
        await Button(page, "Publish version 3").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.Contains("Version 3 is current.", page.Markup, StringComparison.Ordinal), Limit);
        Assert.Equal("Of Mira", (await ActiveAsync(queue)).Instructions);
    }

    [Fact]
    public async Task Page_WithChangesThatAreNotInTheDraft_IsNotLeftWithoutAQuestion()
    {
        await using var queue = await QueueApp.StartAsync(items: 0);
        await queue.App.Get<RubricService>().EnsureForWorkflowAsync(queue.Workflow.Id);
        var mira = await queue.HireAsync(Role.Lead);
        await using var context = await queue.OpenAsync(mira);
        var page = context.Render<RubricPage>(p => p.Add(c => c.Key, queue.Workflow.Key));
        await page.WaitForAssertionAsync(() => page.Find("#guidelines"), Limit);
        Assert.False(IsDirty(page));
        await page.Find("#guidelines").InputAsync("Of Mira");
        await page.WaitForAssertionAsync(() => Assert.Contains("Draft saved", page.Markup, StringComparison.Ordinal), Limit);
        Assert.False(IsDirty(page));

        // Another user saves the draft, so the next change cannot be saved.
        await using var db = queue.App.Database.CreateContext();
        await db.RubricDrafts.ExecuteUpdateAsync(s => s.SetProperty(d => d.RowVersion, d => d.RowVersion + 1));
        await page.Find("#guidelines").InputAsync("Of Mira again");
        Assert.True(IsDirty(page));
        await page.WaitForAssertionAsync(() => Button(page, "Load the saved draft"), Limit);
        Assert.True(IsDirty(page));
        await Button(page, "Load the saved draft").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.False(IsDirty(page)), Limit);
    }

    private static async Task PublishAsync(QueueApp queue, PersonAccess lead, string title)
    {
        var drafts = queue.App.Get<RubricDraftService>();
        var work = (await drafts.OpenAsync(lead, queue.Workflow.Key, "acme"))!;
        Assert.True((await drafts.PublishAsync(lead, work, work.Active!.Definition with { Title = title }, "")).Ok);
    }

    private static async Task<RubricDefinition> ActiveAsync(QueueApp queue) =>
        (await queue.App.Get<RubricService>().FindActiveAsync(queue.Workflow.Id))!.Definition;

    private static bool IsDirty(IRenderedComponent<RubricPage> page) => page.FindComponent<UnsavedChanges>().Instance.IsDirty;

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RubricPage> page, string text) =>
        page.FindAll("button").Single(b => b.TextContent.Trim().StartsWith(text, StringComparison.Ordinal));
}
