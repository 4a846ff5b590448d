using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Sampling;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Triage;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Patterns;

namespace TriageConsole.Tests.Triage;

/// <summary>Sampling rounds select interactions that need review, within a budget and with known probabilities.</summary>
public sealed class SamplingRoundTests : IAsyncDisposable
{
    /// <summary>Two days after the events, independent of the date of the test run.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private IngestFixture? fixture;

    private async Task<(IngestFixture World, long Workflow)> WorldAsync(int needReview, int fine)
    {
        fixture = await IngestFixture.CreateAsync(new StoppedClock(Now));
        var dice = new Random(4);
        var lines = Enumerable
            .Range(0, needReview + fine)
            .Select(n =>
                IngestFixture.Event(
                    $"t{n}",
                    $"\"segment\":\"{(n % 3 == 0 ? "big" : "small")}\",\"metadata\":{{\"shelf\":\"s{n % 7}\"}}"
                        + (
                            n < needReview
                                ? $",\"outcome_metric_name\":\"ok\","
                                    + $"\"outcome_metric_value\":"
                                    + $"{(dice.NextDouble() * 0.45).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}"
                                : ""
                        ),
                    $"k{n}"
                )
            )
            .ToList();
        foreach (var chunk in lines.Chunk(300))
            await fixture.SendAsync(chunk);
        return (fixture, await fixture.QueryAsync(db => db.Workflows.Select(w => w.Id).SingleAsync()));
    }

    [Fact]
    public async Task Week_SelectsTheWeeklyMinimumWithCertainty_ThenTheBudgetByItsShare()
    {
        var (world, workflow) = await WorldAsync(1000, 500);
        Assert.Equal(50, await world.QueryAsync(db => db.QueueItems.CountAsync(q => q.Source == QueueSource.Prioritized)));
        var draws = world.Get<SamplingService>();
        Assert.Contains(workflow, await draws.DueAsync());
        var taken = await draws.DrawAsync(workflow);
        var needReview = await world.QueryAsync(async db => await db.SamplingCandidates.CountAsync() + 50);
        // 15 % of the interactions that need review, 80 % of it in the priority sample, including the first fifty.
        Assert.Equal((int)Math.Floor(Math.Ceiling(0.15 * needReview) * 0.8) - 50, taken);
        Assert.Equal(0, await draws.DrawAsync(workflow));
        var audit = await world.QueryAsync(db => db.Workflows.Select(w => w.AuditProbability).SingleAsync());
        Assert.Equal(0.2 * Math.Ceiling(0.15 * 1000) / 1500, audit, 0.002);
        await world.AssertCountersAsync();
    }

    [Fact]
    public async Task Round_RepeatedFromItsSeed_SelectsTheSameItemsWithTheSameProbabilities()
    {
        var (world, workflow) = await WorldAsync(900, 100);
        await world.Get<SamplingService>().DrawAsync(workflow);
        await world.QueryAsync(async db =>
        {
            var draw = await db.SamplingRounds.SingleAsync();
            var audited = await db.QueueItems.Where(q => q.Source == QueueSource.Audit).Select(q => q.InteractionId).ToListAsync();
            var pool = (await db.SamplingCandidates.Where(c => c.SamplingRoundId == draw.Id).OrderBy(c => c.InteractionId).ToListAsync())
                .Where(c => !audited.Contains(c.InteractionId))
                .ToList();
            Assert.Equal(draw.Candidates, pool.Count);
            var again = PrioritySample.DrawRound([.. pool.Select(c => c.Priority)], draw.Drawn, draw.Seed);
            Assert.Equal(
                pool.Where(c => c.Taken).Select(c => c.InteractionId),
                again.Items.Select(i => pool[i.Item].InteractionId).Order()
            );
            Assert.Equal(draw.Threshold, again.Entry);
            var items = await db.QueueItems.Where(q => q.SamplingRoundId == draw.Id).ToDictionaryAsync(q => q.InteractionId);
            foreach (var drawn in again.Items)
            {
                // The probability of a selected item uses the threshold computed without it.
                Assert.Equal(drawn.Inclusion, pool[drawn.Item].Inclusion, 12);
                Assert.Equal(
                    PrioritySampleResult.CombinedProbability(pool[drawn.Item].AuditProbability, drawn.Inclusion),
                    items[pool[drawn.Item].InteractionId].InclusionProbability,
                    12
                );
            }

            return true;
        });
    }

    [Fact]
    public async Task Rounds_OfFewItems_EstimateTheTotalWithoutBias()
    {
        var (world, workflow) = await WorldAsync(400, 0);
        await world.QueryAsync(db =>
            db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.BudgetFloor, 0).SetProperty(w => w.AuditShare, 0))
        );
        // Rounds of two from twenty: the weights of the two must estimate twenty.
        var waiting = await world.QueryAsync(db =>
            db.SamplingCandidates.OrderBy(c => c.InteractionId).Select(c => c.InteractionId).ToListAsync()
        );
        await world.QueryAsync(db => db.QueueItems.ExecuteDeleteAsync());
        var sum = 0.0;
        var sumOfSquares = 0.0;
        var repeats = 0;
        foreach (var some in waiting.Chunk(20).Where(c => c.Length == 20))
        {
            await world.QueryAsync(async db =>
            {
                await db.QueueItems.ExecuteDeleteAsync();
                await db.SamplingCandidates.ExecuteDeleteAsync();
                db.SamplingCandidates.AddRange(
                    some.Select(id => new SamplingCandidate
                    {
                        InteractionId = id,
                        TenantId = 1,
                        WorkflowId = workflow,
                        Since = Now,
                    })
                );
                return await db.SaveChangesAsync();
            });
            var taken = await world.Get<SamplingService>().DrawAsync(workflow);
            Assert.InRange(taken, 2, 3);
            var (draw, pool) = await world.QueryAsync(async db =>
                (
                    await db.SamplingRounds.OrderByDescending(d => d.Id).FirstAsync(),
                    await db.SamplingCandidates.OrderBy(c => c.InteractionId).ToListAsync()
                )
            );
            var priorities = pool.Select(c => c.Priority).ToList();
            Assert.Equal(
                PrioritySample.Draw(priorities, taken, draw.Seed).Sum(d => 1 / d.Inclusion),
                pool.Where(c => c.Taken).Sum(c => 1 / c.Inclusion),
                9
            );
            // The service uses a random seed. This test checks the average of the rule with fixed seeds.
            for (var end = repeats + 2000; repeats < end; repeats++)
            {
                var weight = PrioritySample.Draw(priorities, taken, repeats).Sum(d => 1 / d.Inclusion);
                (sum, sumOfSquares) = (sum + weight, sumOfSquares + (weight * weight));
            }
        }

        var mean = sum / repeats;
        var error = Math.Sqrt(((sumOfSquares / repeats) - (mean * mean)) / repeats);
        Assert.True(repeats >= 20_000 && error < 0.25, $"{repeats} rounds, standard error {error}");
        Assert.InRange(mean, 20 - (3 * error), 20 + (3 * error));
    }

    [Fact]
    public async Task Round_OnFourInstances_UsesTheBudgetOnce()
    {
        var (world, workflow) = await WorldAsync(800, 0);
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Get<SamplingService>().DrawAsync(workflow)))
        );
        Assert.Single(taken, t => t > 0);
        Assert.Equal(1, await world.QueryAsync(db => db.SamplingRounds.CountAsync()));
        await world.AssertCountersAsync();
    }

    [Fact]
    public async Task Audit_PositionsDoNotDependOnTheItems()
    {
        var (world, _) = await WorldAsync(0, 200);
        await world.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, 1)));
        await world.SendAsync([
            .. Enumerable
                .Range(0, 400)
                .Select(n =>
                    IngestFixture.Event($"a{n}", n % 2 == 0 ? "\"outcome_metric_name\":\"ok\",\"outcome_metric_value\":0" : "", $"a{n}")
                ),
        ]);
        var (mean, fineMean, all) = await world.QueryAsync(async db =>
            (
                await db
                    .QueueItems.Where(q =>
                        q.Source == QueueSource.Audit && db.Interactions.Any(i => i.Id == q.InteractionId && i.NeedsReview)
                    )
                    .AverageAsync(q => q.Priority),
                await db
                    .QueueItems.Where(q =>
                        q.Source == QueueSource.Audit && db.Interactions.Any(i => i.Id == q.InteractionId && !i.NeedsReview)
                    )
                    .AverageAsync(q => q.Priority),
                await db.QueueItems.Where(q => q.Source == QueueSource.Audit).Select(q => q.AuditProbability).Distinct().ToListAsync()
            )
        );
        Assert.Equal(mean, fineMean, 0.12);
        Assert.Contains(1d, all);
    }

    [Fact]
    public async Task AuditItem_SelectedWithCertainty_StaysCertainWhenItIsScoredAgain()
    {
        var (world, workflow) = await WorldAsync(0, 1);
        await world.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, 0.5)));
        static string Failed(string trace) =>
            IngestFixture.Event(trace, "\"outcome_metric_name\":\"ok\",\"outcome_metric_value\":0", trace);
        await world.SendAsync([.. Enumerable.Range(0, 40).Select(n => Failed($"a{n}"))]);
        var certain = await world.QueryAsync(db =>
            db.QueueItems.Where(q => q.Source == QueueSource.Audit && q.InclusionProbability == 1)
                .Select(q => q.InteractionId)
                .ToListAsync()
        );
        Assert.NotEmpty(certain);
        // Nothing is certain anymore, and a round selects from many candidates.
        await world.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.BudgetFloor, 0)));
        await world.SendAsync([.. Enumerable.Range(0, 400).Select(n => Failed($"b{n}"))]);
        await world.SendAsync([
            .. Enumerable.Range(0, 40).Select(n => $$"""{"kind":"feedback","trace_id":"a{{n}}","name":"thumbs_down","value":true}"""),
        ]);
        Assert.Equal(0, await world.QueryAsync(db => db.SamplingCandidates.CountAsync(c => certain.Contains(c.InteractionId))));
        Assert.True(await world.Get<SamplingService>().DrawAsync(workflow) > 0);
        Assert.Equal(
            certain.Count,
            await world.QueryAsync(db =>
                db.QueueItems.CountAsync(q =>
                    certain.Contains(q.InteractionId) && q.Source == QueueSource.Audit && q.InclusionProbability == 1
                )
            )
        );
    }

    [Fact]
    public async Task Ranking_AfterASearch_PutsTheCostlyPatternFirstWithTheReason()
    {
        fixture = await IngestFixture.CreateAsync(new StoppedClock(Now));
        var dice = new Random(9);
        var lines = Enumerable
            .Range(0, 1500)
            .Select(n =>
            {
                var bad = n % 5 == 0;
                var ok = dice.NextDouble() > (bad ? 0.8 : 0.1);
                return IngestFixture.Event(
                    $"t{n}",
                    $"\"country\":\"{(bad ? "DE" : "FR")}\",\"outcome_metric_name\":\"ok\",\"outcome_metric_value\":{(ok ? 1 : 0)}",
                    $"k{n}"
                );
            });
        foreach (var chunk in lines.Chunk(300))
            await fixture.SendAsync(chunk);
        var workflow = await fixture.QueryAsync(db => db.Workflows.Select(w => w.Id).SingleAsync());
        await fixture.Get<PatternSearch>().SearchAsync(workflow);
        Assert.True(await fixture.Get<RankingService>().RankAsync(workflow) > 0);
        var top = await fixture.QueryAsync(db =>
            db.QueueItems.Where(q => q.Source == QueueSource.Prioritized)
                .OrderByDescending(q => q.Priority)
                .Take(5)
                .Join(db.Interactions, q => q.InteractionId, i => i.Id, (q, i) => new { i.Country, q.Reason })
                .ToListAsync()
        );
        Assert.All(top, t => Assert.Equal("DE", t.Country));
        Assert.All(top, t => Assert.Contains("In the pattern country = DE", t.Reason, StringComparison.Ordinal));
        Assert.Equal(0, await fixture.Get<RankingService>().RankAsync(workflow));

        // An item that has changed since it was read keeps its priority.
        var items = await fixture.QueryAsync(db =>
            db.QueueItems.AsNoTracking().Where(q => q.Source == QueueSource.Prioritized).OrderBy(q => q.Id).Take(2).ToListAsync()
        );
        const string reason = "In the pattern name = \"O'Hara\" ∧ é";
        var statements = fixture.Get<IProviderStatements>();
        Assert.Equal(
            1,
            await fixture.QueryAsync(db =>
                statements.ChangePrioritiesAsync(
                    db,
                    [
                        new PriorityChange(items[0].Id, items[0].InteractionId, items[0].Priority + 1, 5, "changed meanwhile"),
                        new PriorityChange(items[1].Id, items[1].InteractionId, items[1].Priority, 7.25, reason),
                    ],
                    CancellationToken.None
                )
            )
        );
        var ids = items.ConvertAll(i => i.Id);
        Assert.Equal(
            [(items[0].Priority, items[0].Reason), (7.25, reason)],
            (await fixture.QueryAsync(db => db.QueueItems.Where(q => ids.Contains(q.Id)).OrderBy(q => q.Id).ToListAsync())).Select(q =>
                (q.Priority, q.Reason)
            )
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
