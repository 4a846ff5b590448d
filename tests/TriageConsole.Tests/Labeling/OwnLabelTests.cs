using TriageConsole.Components.Lists;
using TriageConsole.Features.Labeling;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

/// <summary>The history of a labeler's own labels.</summary>
public sealed class OwnLabelTests
{
    private static readonly GridQuery All = new();

    [Fact]
    public async Task Page_HasOnlyThePersonsOwnLabels_AndFindsTheirTexts()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        var (ada, bob) = (await world.HireAsync("Ada"), await world.HireAsync("Bob"));
        await ada.SubmitAsync(await ada.TakeAsync());
        await bob.SubmitAsync(await bob.TakeAsync());
        await ada.SubmitAsync(
            await ada.TakeAsync(),
            answers: new Dictionary<string, string> { ["acceptable"] = "no", ["error_type"] = "wrong" }
        );
        var labels = new OwnLabels(world.Contexts);
        var own = await labels.PageAsync(ada.Access, null, All, TestContext.Current.CancellationToken);
        Assert.Equal(2, own.Total);
        Assert.Contains("acceptable: no", own.Items[0].Answers, StringComparison.Ordinal);
        Assert.Equal("acceptable: yes", own.Items[1].Answers);
        Assert.Equal(1, (await labels.PageAsync(ada.Access, "no", All, TestContext.Current.CancellationToken)).Total);
        Assert.Equal(1, (await labels.PageAsync(ada.Access, "t1", All, TestContext.Current.CancellationToken)).Total);
        Assert.Equal(0, (await labels.PageAsync(ada.Access, "t2", All, TestContext.Current.CancellationToken)).Total);
        Assert.Equal(0, (await labels.PageAsync(ada.Access, "%", All, TestContext.Current.CancellationToken)).Total);
        // Without the role, the labels are no longer shown.
        var gone = new PersonAccess(ada.Access.UserId, "Ada", []);
        Assert.Equal(0, (await labels.PageAsync(gone, null, All, TestContext.Current.CancellationToken)).Total);
    }

    [Fact]
    public async Task Today_TellsTheTargetOfTheWorkflow()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var ada = await world.HireAsync("Ada");
        Assert.Equal(
            new DayProgress(0, 0, 0),
            await world.Records.TodayAsync(ada.Access, ada.Session, TestContext.Current.CancellationToken)
        );
        await using (var db = world.CreateContext())
        {
            (await db.Workflows.FindAsync([world.Workflow.Id], TestContext.Current.CancellationToken))!.DailyTarget = 40;
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await ada.SubmitAsync(await ada.TakeAsync());
        var today = await world.Records.TodayAsync(ada.Access, ada.Session, TestContext.Current.CancellationToken);
        Assert.Equal((1, 40), (today.Labels, today.Target));
    }

    [Fact]
    public async Task Today_BeginsAtMidnightOfTheLabelersTimeZone()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 4);
        var ada = await world.HireAsync("Ada");
        // It is noon in UTC, 21:00 in Tokyo and 02:00 on Kiritimati.
        await ada.SubmitAsync(await ada.TakeAsync());
        world.Time.Advance(TimeSpan.FromHours(4));
        await ada.SubmitAsync(await ada.TakeAsync());
        await ada.SkipAsync(await ada.TakeAsync(), "Broken or empty");
        Assert.Equal((2, 1, 3000L), await TodayAsync(world, ada, null));
        Assert.Equal((1, 1, 1500L), await TodayAsync(world, ada, "Asia/Tokyo"));
        Assert.Equal((2, 1, 3000L), await TodayAsync(world, ada, "Pacific/Kiritimati"));
        world.Time.Advance(TimeSpan.FromHours(9));
        Assert.Equal((0, 0, 0L), await TodayAsync(world, ada, "UTC"));
        Assert.Equal((1, 1, 1500L), await TodayAsync(world, ada, "Asia/Tokyo"));
        Assert.Equal((2, 1, 3000L), await TodayAsync(world, ada, "America/New_York"));
        await ada.UndoAsync();
        await ada.UndoAsync();
        Assert.Equal((1, 0, 1500L), await TodayAsync(world, ada, "America/New_York"));
    }

    private static async Task<(int Labels, int Skips, long Ms)> TodayAsync(LabelingWorld world, Hand hand, string? zone)
    {
        var today = await world.Records.TodayAsync(hand.Access with { TimeZone = zone }, hand.Session);
        return (today.Labels, today.Skips, today.TimeOnTaskMs);
    }
}
