using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Rollups;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Outcomes;

/// <summary>Rollups always equal a recount of the interactions, in any order of events.</summary>
public sealed class RollupTests : IAsyncDisposable
{
    private IngestFixture? fixture;

    private async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync();

    [Fact]
    public async Task Rollups_AfterEventsLateSignalsOutcomesAndParallelBatches_EqualARecount()
    {
        var world = await WorldAsync();
        var dice = new Random(5);
        var lines = Enumerable.Range(0, 240).Select(n => Event(n, dice)).ToList();
        await Task.WhenAll(lines.Chunk(40).Select(chunk => world.SendAsync(chunk)));
        await world.SendAsync([.. lines.Take(30)]);
        var late = Enumerable
            .Range(0, 240)
            .Where(n => n % 3 == 0)
            .Select(n =>
                $$"""{"kind":"outcome","id":"o{{n}}","trace_id":"t{{n}}","outcome_metric_name":"resolved","outcome_metric_v"""
                + $$"""alue":{{n % 2}}}"""
            );
        var feedback = Enumerable
            .Range(0, 240)
            .Where(n => n % 5 == 0)
            .Select(n => $$"""{"kind":"feedback","id":"f{{n}}","trace_id":"t{{n}}","name":"thumbs_down","value":true}""");
        await Task.WhenAll(late.Concat(feedback).OrderBy(_ => dice.Next()).Chunk(20).Select(chunk => world.SendAsync(chunk)));
        await AssertRollupsAsync(world);
        await world.AssertCountersAsync();
    }

    [Fact]
    public async Task Rollups_OfRealConversations_EqualARecount()
    {
        var world = await WorldAsync();
        await world.SendAsync(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"));
        await AssertRollupsAsync(world);
        var served = await world.QueryAsync(db =>
            db.Interactions.Where(i => i.DeploymentId == "pr.community.adaptive-agent.airline")
                .GroupBy(i => i.ServedModel)
                .Select(g => new { g.Key, Count = g.Count() })
                .ToListAsync()
        );
        Assert.Contains(served, s => s.Key is not null && s.Key.Contains("deepseek", StringComparison.Ordinal) && s.Count > 10);
        Assert.Equal(220 + 166 + 118, await world.QueryAsync(db => db.Interactions.CountAsync(i => !i.TimeIsReal)));
    }

    [Fact]
    public async Task Interactions_StoredBeforeRollups_AreAddedOnceByTheBackfill()
    {
        var world = await WorldAsync();
        var dice = new Random(6);
        await world.SendAsync([.. Enumerable.Range(0, 60).Select(n => Event(n, dice))]);
        await world.QueryAsync(async db =>
        {
            await db.Rollups.ExecuteDeleteAsync();
            await db.Breakdowns.ExecuteDeleteAsync();
            return await db.Interactions.ExecuteUpdateAsync(s =>
                s.SetProperty(i => i.IsRolledUp, false).SetProperty(i => i.Attributes, (string?)null)
            );
        });
        // A signal of an interaction that waits for the backfill must not count twice.
        await world.SendAsync("""{"kind":"feedback","id":"late","trace_id":"t7","name":"thumbs_down","value":true}""");
        var backfill = world.Get<RollupBackfill>();
        Assert.True(await backfill.RunBatchAsync());
        Assert.False(await backfill.RunBatchAsync());
        await AssertRollupsAsync(world);
    }

    [Fact]
    public async Task Slices_AboveTheLimit_AreFolded()
    {
        var world = await WorldAsync();
        foreach (var chunk in Enumerable.Range(0, Slice.Max + 300).Chunk(500))
            await world.SendAsync([.. chunk.Select(n => IngestFixture.Event($"t{n}", $"\"segment\":\"customer-{n}\""))]);
        await world.SendAsync([
            .. Enumerable
                .Range(0, 400)
                .Select(n =>
                    $$"""{"kind":"outcome","id":"o{{n}}","trace_id":"t{{Slice.Max + 299 - n}}","outcome_metric_name":"reso"""
                    + $$"""lved","outcome_metric_value":1}"""
                ),
        ]);
        var slices = await world.QueryAsync(db => db.Slices.CountAsync());
        Assert.InRange(slices, Slice.Max, Slice.Max + 5);
        var (events, outcomes) = await world.QueryAsync(async db =>
            (
                await db.Rollups.Where(r => r.Grain == Rollup.Day).SumAsync(r => r.Events),
                await db.Rollups.Where(r => r.Grain == Rollup.Day).SumAsync(r => r.OutcomeCount)
            )
        );
        Assert.Equal((Slice.Max + 300, 400), (events, outcomes));
    }

    private static string Event(int n, Random dice)
    {
        var time = new DateTimeOffset(2026, 11, 18, 9, 59, 59, TimeSpan.Zero).AddMinutes(dice.Next(0, 200)).AddTicks(9_999_999);
        var extra =
            $"\"segment\":\"{(n % 3 == 0 ? "a" : "b")}\",\"client_latency_ms\":{dice.Next(50, 4000)},"
            + $"\"output_tokens\":{dice.Next(1, 300)},\"metadata\":{{\"cost_usd\":0.0{dice.Next(1, 9)}}}";
        if (n % 7 == 0)
            extra += ",\"error\":{\"kind\":\"timeout\"}";
        if (n % 4 == 0)
            extra += ",\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":" + (n % 8 == 0 ? 0 : 1);
        if (n % 6 == 0)
            extra +=
                $",\"feedback\":[{{\"feedback_type\":\"implicit\",\"name\":\"retry\",\"value\":true}},"
                + $"{{\"feedback_type\":\"explicit\",\"name\":\"rating\",\"value\":{dice.Next(1, 6)}}}]";
        return $$"""{"trace_id":"t{{n}}","task_type":"{{(n % 10 == 0 ? "other" : "support")}}","task_id":"k{{n}}","model_versio"""
            + $$"""n":"v{{n % 2}}","timestamp":"{{time:O}}","input":"q","output":"a",{{extra}}}""";
    }

    internal static async Task AssertRollupsAsync(IngestFixture world) =>
        await world.QueryAsync(async db =>
        {
            var signals = (await db.Signals.AsNoTracking().ToListAsync()).ToLookup(s => s.InteractionId);
            var interactions = await db.Interactions.AsNoTracking().ToListAsync();
            var slices = await db.Slices.AsNoTracking().ToDictionaryAsync(s => s.Id);
            var rollups = await db.Rollups.AsNoTracking().ToListAsync();
            foreach (var grain in new[] { Rollup.Window, Rollup.Hour, Rollup.Day })
            {
                var expected = interactions
                    .GroupBy(i =>
                        (
                            i.WorkflowId,
                            Version: i.Release ?? (i.ModelId is null ? i.ModelVersion : $"{i.ModelId}@{i.ModelVersion}"),
                            i.Segment,
                            i.OutcomeMetric,
                            i.TimeIsReal,
                            Start: TimeWindow.Index(i.Timestamp, TimeSpan.FromMinutes(grain))
                        )
                    )
                    .ToDictionary(g => g.Key, g => Figures(g, signals));
                var kept = rollups
                    .Where(r => r.Grain == grain && r.Events != 0)
                    .GroupBy(r =>
                        (
                            slices[r.SliceId].WorkflowId,
                            slices[r.SliceId].Version,
                            slices[r.SliceId].Segment,
                            slices[r.SliceId].OutcomeMetric,
                            slices[r.SliceId].TimeIsReal,
                            Start: TimeWindow.Index(r.Start, TimeSpan.FromMinutes(grain))
                        )
                    )
                    .ToDictionary(
                        g => g.Key,
                        g =>
                            (
                                g.Sum(r => r.Events),
                                g.Sum(r => r.Negatives),
                                g.Sum(r => r.Errors),
                                g.Sum(r => r.NeedsReview),
                                Math.Round(g.Sum(r => r.SuspicionSum) + 1e-7, 4),
                                g.Sum(r => r.OutcomeCount),
                                Math.Round(g.Sum(r => r.OutcomeSum) + 1e-7, 4),
                                Math.Round(g.Sum(r => r.LatencySum), 3),
                                g.Sum(r => r.TokenSum),
                                Math.Round(g.Sum(r => r.CostSum) + 1e-7, 4)
                            )
                    );
                Assert.Equal(expected, kept);
            }

            var parts = await db.Breakdowns.AsNoTracking().Where(b => b.Events != 0).ToListAsync();
            Assert.Equal(interactions.Count, parts.Where(p => p.Kind == BreakdownKind.Proxy).Sum(p => p.Events));
            Assert.Equal(
                interactions.Count(i => RollupChanges.Latency(i) is not null),
                parts.Where(p => p.Kind == BreakdownKind.Latency).Sum(p => p.Events)
            );
            var names = interactions
                .SelectMany(i =>
                    signals[i.Id]
                        .Where(s => s.Polarity != 0 && s.Type != SignalType.Derived)
                        .Select(s => $"{s.Type}:{s.Name}")
                        .Distinct()
                        .Select(n => (n, i.OutcomeValue))
                )
                .ToLookup(n => n.n, n => n.OutcomeValue);
            Assert.Equal(
                names.ToDictionary(n => n.Key, n => ((long)n.Count(), n.LongCount(v => v is not null))),
                parts
                    .Where(p => p.Kind == BreakdownKind.Signal)
                    .GroupBy(p => p.Key)
                    .ToDictionary(g => g.Key, g => (g.Sum(p => p.Events), g.Sum(p => p.OutcomeCount)))
            );
            return true;
        });

    private static (long, long, long, long, double, long, double, double, long, double) Figures(
        IEnumerable<Interaction> rows,
        ILookup<long, Signal> signals
    )
    {
        var all = rows.ToList();
        return (
            all.Count,
            all.Count(i =>
                signals[i.Id].Any(s => s.Polarity < 0 && s.Type is SignalType.Explicit or SignalType.Implicit && s.Polarity < 0)
            ),
            all.Count(i => i.ErrorKind is not null),
            all.Count(i => i.NeedsReview),
            Math.Round(all.Sum(i => i.Suspicion) + 1e-7, 4),
            all.Count(i => i.OutcomeValue is not null),
            Math.Round(all.Sum(i => i.OutcomeValue ?? 0) + 1e-7, 4),
            Math.Round(all.Sum(i => RollupChanges.Latency(i) ?? 0), 3),
            all.Sum(i => (long)(i.OutputTokens ?? 0)),
            Math.Round(all.Sum(i => i.Cost ?? 0) + 1e-7, 4)
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
