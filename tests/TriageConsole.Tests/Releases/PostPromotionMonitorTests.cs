using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Releases;

namespace TriageConsole.Tests.Releases;

/// <summary>Post-promotion monitoring rolls back regressions with their evidence, and nothing else.</summary>
public sealed class PostPromotionMonitorTests
{
    [Fact]
    public async Task Regression_IsRolledBackWithEvidenceAndANotice()
    {
        await using var world = await PromotedAsync();
        await world.TrafficAsync(12, ("r2", 20, 9, "", true));
        Assert.Equal("r1", await world.LiveNameAsync());
        var last = (await world.HistoryAsync("r2"))[0];
        Assert.Equal((ReleaseState.RolledBack, TransitionCause.Monitoring), (last.To, last.Cause));
        Assert.StartsWith("Regression: 75 % before", last.Reason, StringComparison.Ordinal);
        Assert.Contains(await world.NoticesAsync(world.Approver), n => n.Contains("r2 was rolled back", StringComparison.Ordinal));
        Assert.Equal(MonitorState.RolledBack, await StateAsync(world));
        Assert.True(
            await world.Services.QueryAsync(db => db.ReleaseMonitors.OrderByDescending(m => m.Id).Select(m => m.IsShare).FirstAsync())
        );
    }

    [Fact]
    public async Task EqualOutcomes_StayLive_AndMonitoringEndsAfterItsPeriod()
    {
        await using var world = await PromotedAsync();
        await world.TrafficAsync(12, ("r2", 20, 15, "", true));
        Assert.Equal(("r2", MonitorState.Running), (await world.LiveNameAsync(), await StateAsync(world)));
        world.Clock.Now = world.Clock.Now.AddDays(8);
        await world.LookAsync();
        Assert.Equal(("r2", MonitorState.Ended), (await world.LiveNameAsync(), await StateAsync(world)));
    }

    [Fact]
    public async Task Regression_WithoutAutomaticRollback_AsksOnceAndLeavesTheRollbackToAPerson()
    {
        await using var world = await PromotedAsync(byItself: false);
        await world.TrafficAsync(12, ("r2", 20, 9, "", true));
        await world.LookAsync();
        Assert.Equal(("r2", MonitorState.ActionNeeded), (await world.LiveNameAsync(), await StateAsync(world)));
        Assert.Single(await world.NoticesAsync(world.Approver), n => n.Contains("performs worse since", StringComparison.Ordinal));
        // Without a decision, the state stays and the monitoring ends after its period.
        world.Clock.Now = world.Clock.Now.AddDays(8);
        await world.LookAsync();
        Assert.Equal(
            (MonitorState.ActionNeeded, false),
            (
                await StateAsync(world),
                await world.Services.QueryAsync(db =>
                    db.ReleaseMonitors.AnyAsync(w => w.IsRunning && db.Releases.Any(r => r.Id == w.ReleaseId && r.Name == "r2"))
                )
            )
        );
        Assert.True((await world.RollBackAsync("r2")).Ok);
        Assert.Equal("r1", await world.LiveNameAsync());
    }

    [Fact]
    public async Task HighSeverityWindow_RollsBackOnlyIfItNamesTheRelease()
    {
        await using var world = await PromotedAsync();
        await WindowAsync(world, 5, """[{"Attribute":"country","Value":"FR"}]""", "country = FR");
        await world.LookAsync();
        Assert.Equal("r2", await world.LiveNameAsync());
        await WindowAsync(world, 10, """[{"Attribute":"prompt version","Value":"r2"}]""", "prompt version = r2");
        await world.LookAsync();
        Assert.Equal("r1", await world.LiveNameAsync());
        Assert.Contains("prompt version r2 is new in this release", (await world.HistoryAsync("r2"))[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Regression_WithoutAnEarlierRelease_IsReported()
    {
        await using var world = await PromotedAsync();
        var part = (await world.RowAsync("r1")).Parts.Single();
        Assert.True(
            (
                await world
                    .Services.Get<Features.Releases.Registry.RegistryService>()
                    .WithdrawAsync(world.Lead, world.Workflow, part.ComponentId, "taken down")
            ).Ok
        );
        await world.TrafficAsync(12, ("r2", 20, 9, "", true));
        Assert.Equal("r2", await world.LiveNameAsync());
        Assert.Contains(await world.NoticesAsync(world.Approver), n => n.Contains("was not rolled back", StringComparison.Ordinal));
    }

    /// <summary>A world in which r2 went live after two hours of r1 with 75 % resolved.</summary>
    private static async Task<ReleaseWorld> PromotedAsync(bool byItself = true)
    {
        var world = await ReleaseWorld.CreateAsync(p => p.RollsBackAutomatically = byItself);
        await world.LiveAsync("r1");
        world.Clock.Now = ReleaseWorld.Noon;
        for (var window = 0; window < 24; window++)
        {
            world.Clock.Now = world.Clock.Now.AddMinutes(5);
            await world.SendAsync("r1", 20, 15);
        }

        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        Assert.True((await world.PromoteAsync(await world.DraftAsync("r2"), because: "for the monitoring")).Ok);
        return world;
    }

    private static Task<MonitorState> StateAsync(ReleaseWorld world) =>
        world.Services.QueryAsync(db =>
            db.ReleaseMonitors.Where(w => db.Releases.Any(r => r.Id == w.ReleaseId && r.Name == "r2")).Select(w => w.State).SingleAsync()
        );

    /// <summary>Stores a closed window as the closer does.</summary>
    private static async Task WindowAsync(ReleaseWorld world, int minutes, string terms, string name)
    {
        var start = ReleaseWorld.Noon.AddMinutes(120 + minutes);
        world.Clock.Now = start.AddMinutes(6);
        var patterns = System.Text.Json.JsonSerializer.Serialize(
            new[]
            {
                new Features.Patterns.WindowPattern(
                    name,
                    Core.Patterns.PatternTerms.Parse(
                            terms
                                .Replace("\"Attribute\"", "\"attribute\"", StringComparison.Ordinal)
                                .Replace("\"Value\"", "\"value\"", StringComparison.Ordinal)
                        )
                        .ToJson(),
                    40,
                    0.8
                ),
            }
        );
        await world.Services.QueryAsync(async db =>
        {
            db.FailureWindows.Add(
                new FailureWindow
                {
                    WorkflowId = world.Workflow.Id,
                    TenantId = world.Workflow.TenantId,
                    Start = start,
                    Changes = 1,
                    ClosedChanges = 1,
                    ChangedAt = start,
                    ClosedAt = start.AddMinutes(5),
                    FirstClosedAt = start.AddMinutes(5),
                    Events = 100,
                    Negatives = 50,
                    Severity = WindowSeverity.High,
                    Patterns = patterns,
                }
            );
            return await db.SaveChangesAsync();
        });
    }
}
