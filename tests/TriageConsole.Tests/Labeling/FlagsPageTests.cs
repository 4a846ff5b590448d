using Bunit;
using Microsoft.EntityFrameworkCore;
using MudBlazor;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Labeling.Flags;

namespace TriageConsole.Tests.Labeling;

public sealed class FlagsPageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>A redaction cannot be undone. The page switches to another flag when the labeler takes the open one back.</summary>
    [Fact]
    public async Task Redaction_IsOfTheFlagForWhichItWasOpened()
    {
        await using var queue = await QueueApp.StartAsync(items: 2);
        var (ann, lead) = (await queue.HireAsync(Role.Labeler), await queue.HireAsync(Role.Lead));
        var (labeling, flags) = (queue.App.Get<LabelingService>(), queue.App.Get<LabelerFlags>());
        var session = await labeling.StartAsync(ann, queue.Workflow);
        var (first, second) = ((await labeling.NextAsync(ann, session))!, (await labeling.NextAsync(ann, session))!);
        Assert.True((await flags.FlagAsync(ann, session, first.Lease, FlagKind.PersonalData, "", default)).Ok);
        Assert.True((await flags.FlagAsync(ann, session, second.Lease, FlagKind.WrongTask, "the other", default)).Ok);

        await using var context = await queue.OpenAsync(lead);
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<FlagsPage>(p => p.Add(c => c.Key, queue.Workflow.Key));
        await page.WaitForAssertionAsync(() => Assert.Contains(first.Content.Input!, Panel(page), StringComparison.Ordinal), Limit);
        await page.FindAll("button").Single(b => b.TextContent.Trim() == "Redact text…").ClickAsync();
        Assert.True((await flags.UnflagAsync(ann, session, first.Lease, default)).Ok);
        await page.WaitForAssertionAsync(() => Assert.Contains(second.Content.Input!, Panel(page), StringComparison.Ordinal), Limit);

        await dialogs.Find("textarea").ChangeAsync("question");
        await dialogs.Find("form").SubmitAsync();
        await dialogs.WaitForAssertionAsync(
            () => Assert.Contains("This workflow has no such flag.", dialogs.Markup, StringComparison.Ordinal),
            Limit
        );
        await using var db = queue.App.Database.CreateContext();
        Assert.Equal(2, await db.InteractionPayloads.CountAsync(p => p.Input!.StartsWith("question")));
    }

    private static string Panel(IRenderedComponent<FlagsPage> page) => page.Find("[aria-label='Flag and item']").TextContent;
}
