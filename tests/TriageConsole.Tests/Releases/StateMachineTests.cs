using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Releases;

namespace TriageConsole.Tests.Releases;

/// <summary>The database refuses illegal transitions of any writer.</summary>
public sealed class StateMachineTests
{
    [Fact]
    public async Task IllegalTransitions_AreRefusedByTheDatabase()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        foreach (var from in Enum.GetValues<ReleaseState>())
        foreach (var to in Enum.GetValues<ReleaseState>())
        {
            await using var db = world.Services.Database.CreateContext();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var id = await AtAsync(db, world, from);
            var number = await db.ReleaseTransitions.Where(t => t.ReleaseId == id).MaxAsync(t => (int?)t.Number) ?? 0;
            db.ReleaseTransitions.Add(
                new ReleaseTransition
                {
                    ReleaseId = id,
                    Number = number + 1,
                    PreviousNumber = number == 0 ? null : number,
                    FromState = from,
                    ToState = to,
                    Actor = "sql",
                    At = ReleaseWorld.Noon,
                }
            );
            var written = await Record.ExceptionAsync(() => db.SaveChangesAsync());
            Assert.True(ReleaseTransition.IsLegal(from, to) == written is null, $"{from} to {to}: {written?.InnerException?.Message}");
        }
    }

    [Fact]
    public async Task State_CannotBeSetWithoutItsTransitionOrToAnEarlierOne()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        var release = await world.LiveAsync("r1");
        await RefusedAsync(world, $"UPDATE releases SET state = 5 WHERE id = {release.Id}");
        await RefusedAsync(world, $"UPDATE releases SET state = 0, transition_number = NULL WHERE id = {release.Id}");
        Assert.True((await world.PromoteAsync(await world.DraftAsync("r2"), because: "next")).Ok);
        // r1 went live by its transition 1. Pointing back to it would make two releases live, and is not a new step.
        await RefusedAsync(world, $"UPDATE releases SET state = 4, transition_number = 1 WHERE id = {release.Id}");
        await RefusedAsync(world, $"UPDATE release_transitions SET actor = 'nobody' WHERE release_id = {release.Id}");
        await RefusedAsync(world, $"DELETE FROM release_transitions WHERE release_id = {release.Id}");
        await RefusedAsync(world, $"DELETE FROM component_versions");
        Assert.Equal("r2", await world.LiveNameAsync());
    }

    [Fact]
    public async Task SecondRunningExperiment_AndChangedComponents_AreRefused()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await world.CanaryAsync("r2");
        await RefusedAsync(
            world,
            $"""
            INSERT INTO experiments (tenant_id, workflow_id, kind, is_running, started_at, started_by, end_reason, row_version)
            SELECT tenant_id, workflow_id, kind, is_running, started_at, '', '', 0 FROM experiments
            """
        );
        await RefusedAsync(world, $"UPDATE release_components SET kind = 5");
    }

    private static async Task RefusedAsync(ReleaseWorld world, FormattableString sql)
    {
        await using var db = world.Services.Database.CreateContext();
        Assert.NotNull(await Record.ExceptionAsync(() => db.Database.ExecuteSqlAsync(sql)));
    }

    /// <summary>A release that reached the state by legal transitions.</summary>
    private static async Task<long> AtAsync(Data.TriageDbContext db, ReleaseWorld world, ReleaseState state)
    {
        ReleaseState[] path = state switch
        {
            ReleaseState.Draft => [],
            ReleaseState.Evaluating => [ReleaseState.Evaluating],
            ReleaseState.Shadow => [ReleaseState.Evaluating, ReleaseState.Shadow],
            ReleaseState.Canary => [ReleaseState.Evaluating, ReleaseState.Canary],
            ReleaseState.Live => [ReleaseState.Live],
            ReleaseState.Superseded => [ReleaseState.Live, ReleaseState.Superseded],
            ReleaseState.RolledBack => [ReleaseState.Live, ReleaseState.RolledBack],
            _ => [ReleaseState.Rejected],
        };
        var release = new Release
        {
            TenantId = world.Workflow.TenantId,
            WorkflowId = world.Workflow.Id,
            Name = "x",
            Author = "sql",
            CreatedAt = ReleaseWorld.Noon,
        };
        db.Releases.Add(release);
        await db.SaveChangesAsync();
        foreach (var to in path)
        {
            var number = (release.TransitionNumber ?? 0) + 1;
            db.ReleaseTransitions.Add(
                new ReleaseTransition
                {
                    ReleaseId = release.Id,
                    Number = number,
                    PreviousNumber = release.TransitionNumber,
                    FromState = release.State,
                    ToState = to,
                    Actor = "sql",
                    At = ReleaseWorld.Noon,
                }
            );
            await db.SaveChangesAsync();
            (release.State, release.TransitionNumber) = (to, number);
            await db.SaveChangesAsync();
        }

        db.ChangeTracker.Clear();
        return release.Id;
    }
}
