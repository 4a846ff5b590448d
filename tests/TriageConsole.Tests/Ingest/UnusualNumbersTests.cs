using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Ingest;
using TriageConsole.Features.Rollups;
using TriageConsole.Tests.Outcomes;

namespace TriageConsole.Tests.Ingest;

/// <summary>Numbers outside the bounds are refused or ignored, and rows stored with such numbers block nothing.</summary>
public sealed class UnusualNumbersTests : IngestTestBase
{
    private static string Outcome(string trace, string value) =>
        IngestFixture.Event(trace, $"\"outcome_metric_name\":\"ok\",\"outcome_metric_value\":{value}");

    [Fact]
    public async Task Numbers_OutsideTheBounds_AreRefusedOrIgnoredAndTheRestIsCounted()
    {
        var world = await WorldAsync();
        var result = await world.SendAsync(
            Outcome("good1", "1"),
            Outcome("a1", "1e200"),
            Outcome("a2", "-1.2e154"),
            Outcome("a3", "1.2e154"),
            IngestFixture.Event("c1", "\"client_latency_ms\":1.7e308"),
            IngestFixture.Event("c2", "\"server_latency_ms\":1.7e308"),
            IngestFixture.Event("cost1", "\"metadata\":{\"cost_usd\":1.7e308,\"size\":1e300,\"small\":3}"),
            IngestFixture.Event("cost2", "\"metadata\":{\"cost_usd\":1.7e308}"),
            Outcome("good2", "0"),
            """{"kind":"outcome","id":"o1","trace_id":"good1","outcome_metric_name":"ok","outcome_metric_value":1e200}""",
            """{"kind":"outcome","id":"o2","trace_id":"good1","name":"ok","value":-1e200}"""
        );
        Assert.Equal((4, 7), (result.Accepted, result.QuarantinedCount));
        Assert.Equal(["bad_number"], await world.QueryAsync(db => db.QuarantinedEvents.Select(q => q.Reason).Distinct().ToListAsync()));
        Assert.Equal(
            ["{\"n\":{\"length\":19,\"small\":3}}"],
            await world.QueryAsync(db => db.Interactions.Where(i => i.TraceId == "cost1").Select(i => i.Attributes!).ToListAsync())
        );
        Assert.Equal(0, await world.QueryAsync(db => db.Interactions.CountAsync(i => i.Cost != null)));
        await RollupTests.AssertRollupsAsync(world);
        await world.AssertCountersAsync();
    }

    [Fact]
    public async Task Numbers_AtTheBounds_AreStoredAndCounted()
    {
        var world = await WorldAsync();
        const string Max =
            "\"outcome_metric_name\":\"ok\",\"outcome_metric_value\":1e12,\"client_latency_ms\":1e10,"
            + "\"metadata\":{\"cost_usd\":1e9,\"size\":-1e15}";
        Assert.Equal(
            3,
            (await world.SendAsync(IngestFixture.Event("t1", Max), IngestFixture.Event("t2", Max), Outcome("t3", "-1e12"))).Accepted
        );
        Assert.Equal(2, await world.QueryAsync(db => db.Interactions.CountAsync(i => i.Cost == 1e9 && i.Attributes!.Contains("size"))));
        await RollupTests.AssertRollupsAsync(world);
    }

    [Fact]
    public async Task WaitingOutcome_OutsideTheBounds_BlocksNothing()
    {
        var world = await WorldAsync();
        await world.SendAsync("""{"kind":"outcome","id":"o1","trace_id":"p1","outcome_metric_name":"ok","outcome_metric_value":0.5}""");
        var row = await world.QueryAsync(db => db.PendingSignals.AsNoTracking().SingleAsync());
        var huge = row.Body.Replace(":0.5", ":1E+200", StringComparison.Ordinal);
        Assert.NotEqual(row.Body, huge);
        await world.QueryAsync(db => db.PendingSignals.ExecuteUpdateAsync(s => s.SetProperty(p => p.Body, huge)));
        var result = await world.SendAsync(IngestFixture.Event("p1"), IngestFixture.Event("p2"));
        Assert.Equal((2, 1), (result.Accepted, result.JoinedFromWaiting));
        Assert.Equal(0, await world.QueryAsync(db => db.Interactions.CountAsync(i => i.OutcomeValue != null)));

        await world.QueryAsync(async db =>
        {
            db.PendingSignals.Add(Waiting("o8", huge));
            db.PendingSignals.Add(Waiting("o9", row.Body));
            return await db.SaveChangesAsync();
        });
        Assert.Equal(2, await world.Ingest.JoinWaitingAsync());
        Assert.Equal(
            0.5,
            await world.QueryAsync(db => db.Interactions.Where(i => i.TraceId == "p1").Select(i => i.OutcomeValue).SingleAsync())
        );
        Assert.Equal(0, await world.QueryAsync(db => db.PendingSignals.CountAsync()));
        await RollupTests.AssertRollupsAsync(world);

        PendingSignal Waiting(string key, string body) =>
            new()
            {
                TenantId = row.TenantId,
                TraceId = "p1",
                SignalKey = key,
                ReceivedAt = row.ReceivedAt,
                Body = body.Replace("\"o1\"", $"\"{key}\"", StringComparison.Ordinal),
            };
    }

    [Fact]
    public async Task StoredNumbers_OutsideTheBounds_DoNotBlockLaterSignals()
    {
        var world = await WorldAsync();
        await world.SendAsync(Outcome("t1", "1"));
        await world.QueryAsync(async db =>
        {
            await db.Rollups.ExecuteDeleteAsync();
            await db.Breakdowns.ExecuteDeleteAsync();
            return await db
                .Interactions.Where(i => i.TraceId == "t1")
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(i => i.IsRolledUp, false)
                        .SetProperty(i => i.Attributes, (string?)null)
                        .SetProperty(i => i.OutcomeValue, 1e200)
                        .SetProperty(i => i.ClientLatencyMs, 1.7e308)
                );
        });
        Assert.True(await world.Get<RollupBackfill>().RunBatchAsync());
        var result = await world.SendAsync(
            """{"kind":"feedback","id":"f1","trace_id":"t1","name":"thumbs_down","value":true}""",
            """{"kind":"outcome","id":"f2","trace_id":"t1","outcome_metric_name":"ok","outcome_metric_value":1}"""
        );
        Assert.Equal(2, result.Joined);
        await RollupTests.AssertRollupsAsync(world);
    }

    [Fact]
    public async Task StoredOutcome_OutsideTheBounds_IsSubtractedWhenItIsCorrected()
    {
        var world = await WorldAsync();
        await world.SendAsync(Outcome("t1", "1"));
        await world.QueryAsync(async db =>
        {
            await db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.OutcomeValue, 1e13));
            await db.Rollups.ExecuteUpdateAsync(s => s.SetProperty(r => r.OutcomeSum, 1e13).SetProperty(r => r.OutcomeSquares, 1e26));
            return await db.Breakdowns.ExecuteUpdateAsync(s =>
                s.SetProperty(b => b.OutcomeSum, 1e13).SetProperty(b => b.OutcomeSquares, 1e26)
            );
        });
        Assert.Equal(
            1,
            (
                await world.SendAsync(
                    """{"kind":"outcome","id":"o1","trace_id":"t1","outcome_metric_name":"ok","outcome_metric_value":0}"""
                )
            ).Joined
        );
        await RollupTests.AssertRollupsAsync(world);
    }
}
