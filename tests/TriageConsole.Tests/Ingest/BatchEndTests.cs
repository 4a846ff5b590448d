using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Triage;
using TriageConsole.Jobs;

namespace TriageConsole.Tests.Ingest;

/// <summary>After an import has ended, its results follow within a minute. Normal traffic keeps the pauses of the jobs.</summary>
public sealed class BatchEndTests : IAsyncLifetime
{
    private const string Failed = ""","outcome_metric_name":"ok","outcome_metric_value":0.1""";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private IngestFixture fixture = null!;
    private int sent;
    private int findings;

    public async ValueTask InitializeAsync() => fixture = await IngestFixture.CreateAsync(time);

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task Import_ThatEnds_IsSearchedCheckedAndSampledWithinAMinute()
    {
        // The first part of the import is searched at once, which starts the pauses of ten and of five minutes.
        var workflow = await SendAsync(60);
        await LookAsync();
        await SearchAsync(workflow);
        Assert.Equal(1, findings);
        for (var n = 0; n < 4; n++)
        {
            await SendAsync(30 * (n + 1));
            await LookAsync();
            Assert.Empty(await DueAsync());
            Assert.DoesNotContain(workflow, await SampledAsync());
        }

        var ended = time.GetUtcNow();
        await Wait(async () => (await DueAsync()).Contains(workflow));
        Assert.InRange(time.GetUtcNow() - ended, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        Assert.Contains(workflow, await SampledAsync());
        Assert.Equal(2, findings);

        // Once, not again and again.
        await SearchAsync(workflow);
        await SendAsync(5);
        for (var n = 0; n < 10; n++)
            await LookAsync();
        Assert.Empty(await DueAsync());
        Assert.Equal(2, findings);
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Contains(workflow, await DueAsync());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(200)]
    public async Task TrafficWithoutAnEnd_KeepsThePauses(int events)
    {
        var workflow = await SendAsync(60);
        await LookAsync();
        await SearchAsync(workflow);
        // The first deliveries are a batch of their own.
        await Wait(async () => (await fixture.Get<BatchEnds>().ListAsync()).Count > 0);
        for (var n = 0; n < 20; n++)
        {
            await SendAsync(events);
            await LookAsync();
            Assert.Empty(await DueAsync());
        }
    }

    [Fact]
    public async Task LongDelivery_ThatPausesFor20Seconds_HasNotEnded()
    {
        for (var n = 0; n < 62; n++)
        {
            await SendAsync(60);
            await LookAsync();
        }

        var ends = fixture.Get<BatchEnds>();
        for (var n = 0; n < 4; n++)
            await LookAsync();
        Assert.Empty(await ends.ListAsync());
        await SendAsync(60);
        await LookAsync();
        for (var n = 0; n < 5; n++)
            await LookAsync();
        Assert.Empty(await ends.ListAsync());
        await LookAsync();
        Assert.Single(await ends.ListAsync());
    }

    [Fact]
    public async Task ReadsThatTakeAMinute_AreRepeatedAfter25()
    {
        var workflow = await SendAsync(60);
        await LookAsync();
        await RunPatternsAsync();
        // The first ones are at once and do not count.
        Assert.Equal(1, findings);
        var first = await SearchedAsync(workflow);
        for (var n = 0; n < 12; n++)
            await LookAsync();
        var checks = findings;
        foreach (var job in new[] { "patterns", "data-alerts" })
            using (await fixture.Get<LargeReads>().BeginAsync(job, CancellationToken.None))
                time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(5);
        time.Advance(TimeSpan.FromMinutes(21));
        await LookAsync();
        await RunPatternsAsync();
        Assert.Contains(workflow, await DueAsync());
        Assert.Equal((checks, first), (findings, await SearchedAsync(workflow)));
        time.Advance(TimeSpan.FromMinutes(4));
        await LookAsync();
        await RunPatternsAsync();
        Assert.Equal(checks + 1, findings);
        Assert.True(await SearchedAsync(workflow) > first);
    }

    [Fact]
    public async Task SmallBatch_OfALargeWorkflow_KeepsThePauses()
    {
        var workflow = await SendAsync(60);
        await LookAsync();
        await SearchAsync(workflow);
        await fixture.QueryAsync(db =>
            db.WorkflowCounters.Where(c => c.WorkflowId == workflow && c.Shard == 0)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Interactions, 90_000))
        );
        await fixture.QueryAsync(db => db.PatternRuns.ExecuteUpdateAsync(s => s.SetProperty(r => r.Seen, "90000 0 0")));
        for (var n = 0; n < 5; n++)
            await LookAsync();
        await SendAsync(100);
        for (var n = 0; n < 10; n++)
        {
            await LookAsync();
            Assert.Empty(await DueAsync());
        }
    }

    private async Task Wait(Func<Task<bool>> condition)
    {
        for (var n = 0; n < 12; n++)
        {
            await LookAsync();
            if (await condition())
                return;
        }

        Assert.Fail("Not within a minute.");
    }

    /// <summary>The jobs at their next period.</summary>
    private async Task LookAsync()
    {
        time.Advance(Look);
        await ActivatorUtilities.CreateInstance<BatchEndJob>(Provider).RunAsync(Run("batch-ends"));
        var before = await MarkAsync();
        await ActivatorUtilities.CreateInstance<FindingsJob>(Provider).RunAsync(Run("data-alerts"));
        if (await MarkAsync() != before)
            findings++;
    }

    private Task RunPatternsAsync() => ActivatorUtilities.CreateInstance<PatternJob>(Provider).RunAsync(Run("patterns"));

    private Task<DateTimeOffset?> SearchedAsync(long workflow) =>
        fixture.QueryAsync(db => db.PatternRuns.Where(r => r.WorkflowId == workflow).Select(r => r.FinishedAt).SingleAsync());

    private IServiceProvider Provider => fixture.Get<IServiceProvider>();

    private Task<string?> MarkAsync() =>
        fixture.QueryAsync(db => db.JobMarks.Where(m => m.JobName == "data-alerts").Select(m => (string?)m.Value).SingleOrDefaultAsync());

    private JobRun Run(string job) =>
        new(
            job,
            byHand: false,
            fixture.Get<IDbContextFactory<TriageDbContext>>(),
            fixture.Get<IProviderStatements>(),
            time,
            NullLogger.Instance,
            CancellationToken.None
        );

    private Task<IReadOnlyList<long>> DueAsync() => fixture.Get<PatternSearch>().DueAsync();

    private Task<IReadOnlyList<long>> SampledAsync() => fixture.Get<SamplingService>().DueAsync();

    private async Task SearchAsync(long workflow)
    {
        Assert.True(await fixture.Get<PatternSearch>().SearchAsync(workflow));
        Assert.Empty(await DueAsync());
    }

    /// <summary>Events, each third of which needs review.</summary>
    private async Task<long> SendAsync(int events)
    {
        var at = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var lines = Enumerable
            .Range(0, events)
            .Select(_ =>
                $$"""{"trace_id":"t{{++sent}}","task_type":"support","task_id":"k{{sent}}","model_version":"v1","timestamp":"{{at}}","inp"""
                + $$"""ut":"Where is it?","output":"Here."{{(sent % 3 == 0 ? Failed : "")}}}"""
            );
        Assert.Equal(events, (await fixture.SendAsync([.. lines])).Accepted);
        return await fixture.QueryAsync(db => db.Workflows.Select(w => w.Id).SingleAsync());
    }
}
