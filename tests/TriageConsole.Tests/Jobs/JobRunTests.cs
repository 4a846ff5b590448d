using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Triage;
using TriageConsole.Jobs;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Jobs;

/// <summary>Failing items are repeated a limited number of times and do not delay others.</summary>
public sealed class JobRunTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private IngestFixture? fixture;

    private async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync(time);

    private JobRun Run(IngestFixture f, string job = "probe", bool byHand = false, CancellationToken cancellationToken = default) =>
        new(
            job,
            byHand,
            f.Get<IDbContextFactory<TriageDbContext>>(),
            f.Get<IProviderStatements>(),
            time,
            NullLogger.Instance,
            cancellationToken
        );

    [Fact]
    public async Task Item_ThatAlwaysFails_EndsAsFailed_AndTheOthersAreDone()
    {
        var f = await WorldAsync();
        var (bad, good) = (0, 0);
        async Task<JobRun> OnceAsync(bool byHand = false)
        {
            var run = Run(f, byHand: byHand);
            await run.ItemAsync(
                1,
                "The first",
                () =>
                {
                    bad++;
                    throw new InvalidOperationException("It is broken.");
                }
            );
            await run.ItemAsync(
                2,
                "The second",
                () =>
                {
                    good++;
                    return Task.CompletedTask;
                }
            );
            return run;
        }

        for (var n = 1; n <= JobRun.MaxAttempts; n++)
        {
            Assert.Equal("The first: It is broken.", (await OnceAsync()).Reason);
            // Its next attempt is not due.
            await OnceAsync();
            Assert.Equal((n, 2 * n), (bad, good));
            time.Advance(TimeSpan.FromHours(2));
        }

        var item = await f.QueryAsync(db => db.JobItems.SingleAsync());
        Assert.Equal((JobRun.MaxAttempts, "The first: It is broken.", true), (item.Attempts, item.Reason, item.FailedAt is not null));
        // The failure is reported until the item succeeds.
        Assert.Equal("The first: It is broken.", (await OnceAsync()).Reason);
        Assert.Equal(JobRun.MaxAttempts, bad);
        await OnceAsync(byHand: true);
        Assert.Equal(JobRun.MaxAttempts + 1, bad);
    }

    [Fact]
    public async Task Item_ThatSucceedsLater_IsDeleted()
    {
        var f = await WorldAsync();
        Assert.False(await Run(f).ItemAsync(1, "It", () => throw new InvalidOperationException("Not yet.")));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Run(f).ItemAsync(1, "It", () => Task.CompletedTask));
        Assert.Equal(0, await f.QueryAsync(db => db.JobItems.CountAsync()));
    }

    [Fact]
    public async Task Cancellation_OfTheRunItself_Ends_AndAnyOtherIsAnError()
    {
        var f = await WorldAsync();
        using var stopping = new CancellationTokenSource();
        var run = Run(f, cancellationToken: stopping.Token);
        Assert.False(await run.GuardAsync("A call", () => throw new OperationCanceledException("It took too long.")));
        Assert.Equal("A call: It took too long.", run.Reason);
        await stopping.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => run.GuardAsync("A call", () => throw new OperationCanceledException()));
    }

    [Fact]
    public async Task SamplingRound_ThatAlwaysFails_EndsAsFailed_AndOtherWorkflowsAreSampled()
    {
        var f = await WorldAsync();
        foreach (var workflow in new[] { "broken", "fine" })
        foreach (var chunk in Enumerable.Range(0, 900).Chunk(300))
            await f.SendAsync([
                .. chunk.Select(n =>
                    $$"""{"trace_id":"{{workflow}}{{n}}","task_type":"{{workflow}}","task_id":"k{{n}}","model_versio"""
                    + $$"""n":"1","input":"a","output":"b","outcome_metric_name":"ok","outcome_metric_value":0.1}"""
                ),
            ]);
        var ids = await f.QueryAsync(db => db.Workflows.ToDictionaryAsync(w => w.Key, w => w.Id));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ids.Values.Order(), (await f.Get<SamplingService>().DueAsync()).Order());
        // Invalid weights.
        await f.QueryAsync(db =>
            db.Workflows.Where(w => w.Key == "broken").ExecuteUpdateAsync(s => s.SetProperty(w => w.SegmentWeights, "[]"))
        );
        var job = new TriageJob(f.Get<SamplingService>(), f.Get<RankingService>(), f.Get<QueueAssignments>(), f.Get<JobMarks>());
        for (var n = 0; n < JobRun.MaxAttempts; n++)
        {
            await job.RunAsync(Run(f, job.Name));
            time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal([ids["fine"]], await f.QueryAsync(db => db.SamplingRounds.Select(d => d.WorkflowId).Distinct().ToListAsync()));
        var item = await f.QueryAsync(db => db.JobItems.SingleAsync());
        Assert.Equal((ids["broken"], JobRun.MaxAttempts, true), (item.ItemId, item.Attempts, item.FailedAt is not null));
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
