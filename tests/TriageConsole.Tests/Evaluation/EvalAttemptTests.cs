using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Runs;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Runs that cannot succeed.</summary>
public sealed class EvalAttemptTests
{
    [Fact]
    public async Task Run_ThatAlwaysFails_DoesNotBlockOthersAndEndsAsFailedWithItsReason()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        var bad = await w.StartAsync(w.Ask(sample: 5));
        var good = await w.StartAsync(w.Ask(sample: 5));
        await w.Fixture.QueryAsync(db => db.EvalRuns.Where(r => r.Id == bad).ExecuteUpdateAsync(s => s.SetProperty(r => r.Settings, "[]")));
        var faults = new List<string>();
        while (await w.Runner.RunNextAsync((what, _) => faults.Add(what), default)) { }

        Assert.Equal(EvalState.Finished, (await w.Reader.OpenAsync(w.Lead, good))!.Run.State);
        Assert.Equal([$"Run {bad}"], faults);
        for (var n = 1; n < EvalClaims.MaxAttempts; n++)
        {
            Assert.Equal(EvalState.Running, await StateAsync());
            // Not before the end of its pause.
            Assert.False(await w.Runner.RunNextAsync());
            await w.Fixture.QueryAsync(db =>
                db.EvalRuns.Where(r => r.Id == bad)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.ClaimedUntil, (DateTimeOffset?)DateTimeOffset.UnixEpoch))
            );
            Assert.True(await w.Runner.RunNextAsync());
        }

        Assert.Equal(EvalState.Failed, await StateAsync());
        Assert.False(await w.Runner.RunNextAsync());
        var message = await w.Fixture.QueryAsync(db => db.EvalRuns.Where(r => r.Id == bad).Select(r => r.Message).SingleAsync());
        Assert.Contains($"It failed {EvalClaims.MaxAttempts} times.", message, StringComparison.Ordinal);

        Task<EvalState> StateAsync() => w.Fixture.QueryAsync(db => db.EvalRuns.Where(r => r.Id == bad).Select(r => r.State).SingleAsync());
    }

    [Fact]
    public async Task Run_WhoseInstanceAlwaysEnds_EndsAsFailed()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        var id = await w.StartAsync(w.Ask(sample: 5));
        // As if this number of instances had claimed it and were killed before an item was done.
        await w.Fixture.QueryAsync(db => db.EvalRuns.ExecuteUpdateAsync(s => s.SetProperty(r => r.Attempts, EvalClaims.MaxAttempts)));
        Assert.False(await w.Runner.RunNextAsync());
        var run = (await w.Reader.OpenAsync(w.Lead, id))!;
        Assert.Equal(EvalState.Failed, run.Run.State);
        Assert.Contains("ended during each attempt", run.Message, StringComparison.Ordinal);
        Assert.Empty(w.Server.Calls);
    }
}
