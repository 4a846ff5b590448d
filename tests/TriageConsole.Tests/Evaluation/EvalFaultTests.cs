using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Stopped, killed and concurrent instances, and cancelled runs.</summary>
public sealed class EvalFaultTests
{
    [Fact]
    public async Task Run_OfAStoppedInstance_IsContinuedByAnotherWithoutRepeats()
    {
        await using var w = await EvalWorld.CreateAsync([.. Enumerable.Range(0, 30).Select(n => $"question {n}")]);
        var answered = 0;
        using var stopping = new CancellationTokenSource();
        w.Server.Answer = last =>
        {
            if (Interlocked.Increment(ref answered) == 10)
                stopping.Cancel();
            return $"Answer to: {last}";
        };
        var id = await w.StartAsync(w.Ask(sample: 50, parallel: 2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => w.Runner.RunNextAsync(stopping.Token));
        var halfway = await w.Fixture.QueryAsync(db =>
            db.EvalItems.Where(i => i.State == EvalItemState.Scored).Select(i => i.Id).ToListAsync()
        );
        Assert.InRange(halfway.Count, 5, 15);
        Assert.Equal(
            (EvalState.Running, (string?)null),
            await w.Fixture.QueryAsync(async db =>
                await db.EvalRuns.Where(r => r.Id == id).Select(r => new ValueTuple<EvalState, string?>(r.State, r.ClaimedBy)).SingleAsync()
            )
        );
        var before = w.Server.Calls.Count;

        await using var sibling = w.Fixture.Sibling();
        Assert.True(await sibling.Get<EvalRunner>().RunNextAsync());
        var run = (await w.Reader.OpenAsync(w.Lead, id))!;
        Assert.Equal((EvalState.Finished, 30, 30, 0), (run.Run.State, run.Run.Total, run.Run.Done, run.Run.Failed));
        var done = await w.Fixture.QueryAsync(db => db.EvalItems.Where(i => halfway.Contains(i.Id)).Select(i => i.Input!).ToListAsync());
        Assert.DoesNotContain(w.Server.Calls.Skip(before), c => done.Contains(c.Last));
        // Only calls in progress at the stop can be repeated.
        Assert.InRange(w.Server.Calls.Count, 30, 32);
        Assert.Equal(30 * 2 * 2, await w.Fixture.QueryAsync(db => db.EvalResults.CountAsync()));
    }

    [Fact]
    public async Task Run_OfAKilledInstance_IsTakenOverWhenItsLeaseEnds()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two"], o => o.LeaseSeconds = 2);
        await using var sibling = w.Fixture.Sibling();
        var id = await w.StartAsync(w.Ask(sample: 5, parallel: 1));
        // An instance was killed: its lease is active, one output is stored and not scored, another call was in progress.
        await w.Fixture.QueryAsync(db =>
            db.EvalItems.Where(i => i.Ordinal == 1)
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(i => i.State, EvalItemState.Answered).SetProperty(i => i.CandidateOutput, "From before")
                )
        );
        var until = TimeProvider.System.GetUtcNow().AddSeconds(2);
        await w.Fixture.QueryAsync(db =>
            db.EvalRuns.ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.State, EvalState.Running).SetProperty(r => r.ClaimedBy, "dead").SetProperty(r => r.ClaimedUntil, until)
            )
        );
        Assert.False(await w.Runner.RunNextAsync());
        await Wait.UntilAsync(() => sibling.Get<EvalRunner>().RunNextAsync());
        var run = (await w.Reader.OpenAsync(w.Lead, id))!;
        Assert.Equal((EvalState.Finished, 2), (run.Run.State, run.Run.Done));
        Assert.Equal("From before", (await w.ItemReader.ItemAsync(run, 1))!.CandidateOutput);
        Assert.Single(w.Server.Calls);
    }

    [Fact]
    public async Task Instance_WithoutItsLease_WritesNothing()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two", "three"]);
        w.Server.Gate = new TaskCompletionSource();
        var id = await w.StartAsync(w.Ask(sample: 5, timeout: 60, parallel: 1));
        var working = w.Runner.RunNextAsync();
        await Wait.UntilAsync(() => Task.FromResult(w.Server.Calls.Count > 0));
        await w.Fixture.QueryAsync(db =>
            db.EvalRuns.ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.ClaimedBy, "another").SetProperty(r => r.ClaimedUntil, DateTimeOffset.MaxValue.AddYears(-1))
            )
        );
        w.Server.Gate.SetResult();
        Assert.True(await working);
        Assert.Equal(0, await w.Fixture.QueryAsync(db => db.EvalResults.CountAsync()));
        Assert.Equal(
            (EvalState.Running, "another"),
            await w.Fixture.QueryAsync(async db =>
                await db.EvalRuns.Where(r => r.Id == id).Select(r => new ValueTuple<EvalState, string>(r.State, r.ClaimedBy!)).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task ConcurrentInstances_DoEachRunOnce()
    {
        await using var w = await EvalWorld.CreateAsync([.. Enumerable.Range(0, 8).Select(n => $"question {n}")]);
        var runs = new List<long>();
        for (var n = 0; n < 4; n++)
            runs.Add(await w.StartAsync(w.Ask(sample: 8, parallel: 2)));
        await using var second = w.Fixture.Sibling();
        await using var third = w.Fixture.Sibling();
        async Task<int> DrainAsync(EvalRunner runner)
        {
            var done = 0;
            while (await runner.RunNextAsync())
                done++;
            return done;
        }

        var done = await Task.WhenAll(
            new[] { w.Runner, second.Get<EvalRunner>(), third.Get<EvalRunner>() }.Select(r => Task.Run(() => DrainAsync(r)))
        );
        Assert.Equal(4, done.Sum());
        Assert.Equal(4 * 8, w.Server.Calls.Count);
        Assert.Equal(
            4,
            await w.Fixture.QueryAsync(db =>
                db.EvalRuns.CountAsync(r => r.State == EvalState.Finished && r.Done == 8 && r.ClaimedBy == null)
            )
        );
    }

    [Fact]
    public async Task Cancel_EndsTheRunWithinSeconds_AndKeepsScoredItems()
    {
        await using var w = await EvalWorld.CreateAsync([.. Enumerable.Range(0, 6).Select(n => $"question {n}")]);
        var id = await w.StartAsync(w.Ask(sample: 10, timeout: 600, parallel: 1));
        var queued = await w.StartAsync(w.Ask(sample: 10));
        Assert.True(await w.Service.CancelAsync(w.Lead, queued));
        Assert.Equal(EvalState.Cancelled, (await w.Reader.OpenAsync(w.Lead, queued))!.Run.State);
        w.Server.Answer = last =>
        {
            if (w.Server.Calls.Count == 3)
                w.Server.Gate = new TaskCompletionSource();
            return last;
        };
        var working = w.Runner.RunNextAsync();
        await Wait.UntilAsync(async () =>
            await w.Fixture.QueryAsync(db => db.EvalItems.CountAsync(i => i.RunId == id && i.State == EvalItemState.Scored)) == 3
            && w.Server.Calls.Count == 4
        );
        Assert.True(await w.Service.CancelAsync(w.Lead, id));
        Assert.True(await working);
        var run = (await w.Reader.OpenAsync(w.Lead, id))!;
        Assert.Equal((EvalState.Cancelled, 3, false), (run.Run.State, run.Run.Done, run.Run.IsCancelling));
        Assert.NotNull(run.Run.FinishedAt);
        Assert.False(await w.Service.CancelAsync(w.Lead, id));
        Assert.False(await w.Runner.RunNextAsync());
        Assert.False((await w.Service.RescoreAsync(w.Lead, id)).Ok);
    }
}
