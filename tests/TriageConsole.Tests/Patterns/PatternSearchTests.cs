using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Core.Patterns;
using TriageConsole.Features.Demo;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Patterns;
using TriageConsole.Jobs;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Patterns;

public sealed class PatternSearchTests : IAsyncDisposable
{
    private IngestFixture? fixture;

    private async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync();

    [Theory]
    [InlineData("2026-11-25T12:00Z")]
    [InlineData("2026-11-26T12:00Z")]
    [InlineData("2026-11-29T12:00Z")]
    [InlineData("2027-05-01T12:00Z")]
    public async Task Search_OfTheDemoTraffic_FindsThePlantedFailuresFirst(string day)
    {
        var noon = DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var world = fixture = await IngestFixture.CreateAsync(new FakeTimeProvider(noon));
        foreach (var chunk in DemoTraffic.Lines(noon).Chunk(500))
            await world.Ingest.AcceptAsync(IngestSource.EachEventsTenant, chunk.Select((l, n) => new EventLine(n + 1, l)).ToList());
        var search = world.Get<PatternSearch>();
        foreach (var workflow in await search.DueAsync())
            Assert.True(await search.SearchAsync(workflow));
        foreach (
            var (key, terms) in new[]
            {
                (DemoTraffic.Support, new[] { "prompt version = support-v3", "country = DE", "intent = refund" }),
                (DemoTraffic.Rag, ["knowledge version = kb-snapshot-42"]),
                (DemoTraffic.Code, ["model version = reviewer@reviewer-2.1", "long_input = true"]),
            }
        )
        {
            var found = await world.QueryAsync(db =>
                db.FailurePatterns.Where(p => p.IsCurrent && db.Workflows.Any(w => w.Id == p.WorkflowId && w.Key == key))
                    .OrderBy(p => p.Rank)
                    .ToListAsync()
            );
            Assert.InRange(found.Count, 1, 4);
            Assert.Equal(terms.Order(), PatternTerms.Parse(found[0].Terms).Terms.Select(t => t.ToString()).Order());
            Assert.True(found[0].Impact > 0 && found[0].RateLow > found[0].RestRate && found[0].OutcomeMean < found[0].RestOutcomeMean);
            Assert.Equal(
                found[0].Failures,
                await world.QueryAsync(db => db.PatternMembers.LongCountAsync(m => m.PatternId == found[0].Id))
            );
            Assert.Equal(
                found[0].Interactions,
                await world.QueryAsync(db => db.PatternDays.Where(d => d.PatternId == found[0].Id).SumAsync(d => d.Interactions))
            );
        }

        // A later event becomes a member of its pattern at once and gets the priority of the pattern's impact.
        await world.SendAsync(
            """{"trace_id":"late-1","tenant_id":"demo","task_type":"rag.answers","task_id":"k","model_version":"m","knowl"""
                + """edge_version":"kb-snapshot-42","outcome_metric_name":"answer_useful","outcome_metric_value":0}"""
        );
        Assert.True(
            await world.QueryAsync(db =>
                db.PatternMembers.AnyAsync(m => db.Interactions.Any(i => i.Id == m.InteractionId && i.TraceId == "late-1"))
            )
        );
        Assert.Empty(
            await world.QueryAsync(db =>
                db.Interactions.Where(i => i.NeedsReview && i.ErrorClass == null && i.TraceId != "late-1")
                    .Select(i => i.TraceId)
                    .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task Search_OfRealConversations_NamesFailingVersionsAndTaskGroups()
    {
        var world = await WorldAsync();
        await world.SendAsync(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"));
        var search = world.Get<PatternSearch>();
        foreach (var workflow in await search.DueAsync())
            Assert.True(await search.SearchAsync(workflow));
        var found = await world.QueryAsync(db => db.FailurePatterns.Where(p => p.IsCurrent).Select(p => p.Name).ToListAsync());
        Assert.Contains(
            found,
            p =>
                p.Contains("task group = mms_issue", StringComparison.Ordinal)
                && p.Contains("model version = gpt-4o@", StringComparison.Ordinal)
        );
        Assert.Contains(found, p => p.Contains("model version = qwen2.5:7b@unspecified", StringComparison.Ordinal));
        Assert.InRange(found.Count, 2, 10);
    }

    [Fact]
    public async Task Search_WithoutAnyPattern_FindsNothingAndSaysWhy()
    {
        var world = await WorldAsync();
        var dice = new Random(3);
        string Line(int n, string workflow, double rate) =>
            $$"""{"trace_id":"{{workflow}}{{n}}","task_type":"{{workflow}}","task_id":"k{{n}}","model_version":"v"""
            + $$"""{{dice.Next(4)}}","country":"c{{dice.Next(6)}}","segment":"s{{dice.Next(5)}}","metadata":{"order":"order-"""
            + $$"""{{n}}","shelf":"shelf-{{dice.Next(10_000)}}","weight":{{dice.Next(1000)}}},"outcome_metric_name":"ok","out"""
            + $$"""come_metric_value":{{(dice.NextDouble() < rate ? 0 : 1)}}}""";
        foreach (var (workflow, rate) in new[] { ("noise", 0.3), ("good", 0d), ("bad", 1d) })
        foreach (var chunk in Enumerable.Range(0, 1500).Chunk(500))
            await world.SendAsync([.. chunk.Select(n => Line(n, workflow, rate))]);
        await world.SendAsync([.. Enumerable.Range(0, 20).Select(n => Line(n, "few", 0.5))]);
        var search = world.Get<PatternSearch>();
        foreach (var workflow in await search.DueAsync())
            Assert.True(await search.SearchAsync(workflow));
        Assert.Empty(await world.QueryAsync(db => db.FailurePatterns.Where(p => p.IsCurrent).Select(p => p.Name).ToListAsync()));
        var notes = await world.QueryAsync(db =>
            db.PatternRuns.Join(db.Workflows, r => r.WorkflowId, w => w.Id, (r, w) => new { w.Key, r.Notes })
                .ToDictionaryAsync(r => r.Key, r => r.Notes)
        );
        Assert.Contains("order", notes["noise"], StringComparison.Ordinal);
        Assert.Contains("There are no failures", notes["good"], StringComparison.Ordinal);
        Assert.Contains("All interactions failed", notes["bad"], StringComparison.Ordinal);
        Assert.Contains("too few", notes["few"], StringComparison.Ordinal);
        Assert.Empty(await search.DueAsync());
    }

    [Fact]
    public async Task Search_OnTwoInstancesAtOnce_IsDoneByOne()
    {
        var world = await WorldAsync();
        await world.SendAsync([.. Enumerable.Range(0, 60).Select(n => IngestFixture.Event($"t{n}"))]);
        var search = world.Get<PatternSearch>();
        var id = Assert.Single(await search.DueAsync());
        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => search.SearchAsync(id)));
        Assert.Contains(true, done);
        Assert.Equal(1, await world.QueryAsync(db => db.PatternRuns.CountAsync()));
    }

    [Fact]
    public async Task Search_ThatWaitsForAnother_DoesNotCountTheWait_AndIsClaimedMeanwhile()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        var world = fixture = await IngestFixture.CreateAsync(clock);
        await world.SendAsync([.. Enumerable.Range(0, 60).Select(n => IngestFixture.Event($"t{n}"))]);
        var search = world.Get<PatternSearch>();
        var id = Assert.Single(await search.DueAsync());
        Task<bool> waiting;
        using (await world.Get<LargeReads>().BeginAsync(null, CancellationToken.None))
        {
            waiting = search.SearchAsync(id);
            await Wait.UntilAsync(() => world.QueryAsync(db => db.PatternRuns.AnyAsync(r => r.ClaimedUntil != null)));
            Assert.False(await search.SearchAsync(id));
            clock.Advance(TimeSpan.FromMinutes(5));
            Assert.False(waiting.IsCompleted);
        }

        Assert.True(await waiting);
        Assert.Equal(0, await world.QueryAsync(db => db.PatternRuns.Select(r => r.Milliseconds).SingleAsync()));
    }

    [Fact]
    public async Task Search_ThatIsCancelledWhileItWaits_IsDueAgain()
    {
        var world = await WorldAsync();
        await world.SendAsync([.. Enumerable.Range(0, 60).Select(n => IngestFixture.Event($"t{n}"))]);
        var search = world.Get<PatternSearch>();
        var id = Assert.Single(await search.DueAsync());
        using var stop = new CancellationTokenSource();
        using (await world.Get<LargeReads>().BeginAsync(null, CancellationToken.None))
        {
            var waiting = search.SearchAsync(id, cancellationToken: stop.Token);
            await Wait.UntilAsync(() => world.QueryAsync(db => db.PatternRuns.AnyAsync(r => r.ClaimedUntil != null)));
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.Equal(id, Assert.Single(await search.DueAsync()));
        Assert.True(await search.SearchAsync(id));
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
