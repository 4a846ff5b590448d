using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Triage;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.Ingest;

/// <summary>Feedback and outcomes that arrive on their own lines, before or after their interaction.</summary>
public sealed class LateSignalTests
{
    [Fact]
    public async Task Accept_FeedbackBeforeItsInteraction_WaitsAndIsJoined()
    {
        await using var f = await CreateAsync();
        var first = await f.SendAsync(
            "{\"kind\":\"feedback\",\"trace_id\":\"a\",\"name\":\"thumbs\",\"value\":\"down\",\"user_id\":\"u1\"}"
        );
        Assert.Equal(1, first.Waiting);
        await f.SendAsync(Event("a"));
        var (suspicion, waiting) = await f.QueryAsync(async db =>
            ((await db.Interactions.SingleAsync()).Suspicion, await db.PendingSignals.CountAsync())
        );
        Assert.Equal(0.8 * 0.8, suspicion, 9);
        Assert.Equal(0, waiting);
        await f.AssertCountersAsync();
    }

    [Fact]
    public async Task Accept_LateOutcomeByTask_QueuesTheLatestInteractionOfTheTask()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("early", task: "k9").Replace("T10:", "T09:", StringComparison.Ordinal), Event("late", task: "k9"));
        var result = await f.SendAsync(
            "{\"kind\":\"outcome\",\"task_type\":\"support\",\"task_id\":\"k9\",\"outcome_metric_name\":\"resolution\","
                + "\"outcome_metric_value\":0}"
        );
        Assert.Equal(1, result.Joined);
        var item = await f.QueryAsync(db =>
            db.QueueItems.Where(q => q.Source == QueueSource.Prioritized)
                .Join(
                    db.Interactions,
                    q => q.InteractionId,
                    i => i.Id,
                    (q, i) =>
                        new
                        {
                            i.TraceId,
                            i.OutcomeValue,
                            q.Reason,
                        }
                )
                .SingleAsync()
        );
        Assert.Equal(("late", 0d), (item.TraceId, item.OutcomeValue));
        Assert.Contains("outcome resolution failed", item.Reason, StringComparison.Ordinal);
        await f.AssertCountersAsync();
    }

    [Fact]
    public async Task Accept_CorrectedOutcome_KeepsTheLastAlsoAfterAReplayOfTheFirst()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("a"));
        const string failed = "{\"kind\":\"outcome\",\"trace_id\":\"a\",\"outcome_metric_name\":\"resolution\",\"outcome_metric_value\":0}";
        await f.SendAsync(failed);
        Assert.Equal(0.7, await f.QueryAsync(async db => (await db.Interactions.SingleAsync()).Suspicion), 9);
        await f.SendAsync(failed.Replace(":0}", ":1}", StringComparison.Ordinal));
        await f.SendAsync(failed);
        var row = await f.QueryAsync(db => db.Interactions.SingleAsync());
        Assert.Equal((1d, 0d, false), (row.OutcomeValue, row.Suspicion, row.NeedsReview));
        await f.AssertCountersAsync();
    }

    [Fact]
    public async Task Accept_ParallelFeedbackOnOneInteraction_LosesNone()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("a"));
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(n =>
                    Task.Run(() =>
                        f.SendAsync(
                            $$"""{"kind":"feedback","trace_id":"a","name":"retry","value":true,"feedback_type":"implici"""
                                + $$"""t","id":"r{{n}}","user_id":"u{{n}}"}"""
                        )
                    )
                )
        );
        var (signals, suspicion) = await f.QueryAsync(async db =>
            (await db.Signals.CountAsync(), (await db.Interactions.SingleAsync()).Suspicion)
        );
        Assert.Equal(20, signals);
        Assert.Equal(1 - Math.Pow(1 - (0.4 * 0.8), 20), suspicion, 9);
    }
}
