using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Scoring;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.Scoring;

public sealed class RescoreTests
{
    private const string Retry = "\"feedback\":[{\"feedback_type\":\"implicit\",\"name\":\"retry\",\"value\":true}]";
    private const string ThumbsDown = "\"feedback\":[{\"feedback_type\":\"explicit\",\"name\":\"thumbs\",\"value\":\"down\"}]";
    private const string Failed = "\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":0";
    private static readonly PersonAccess Lead = new(1, "Mira", [new Grant(Role.Admin, null, null)]);

    [Fact]
    public async Task ChangedWeights_GivePastInteractionsTheScoresOfNewTraffic()
    {
        await using var f = await CreateAsync();
        string[] Lines(string prefix) =>
            [
                Event($"{prefix}1", Retry),
                Event($"{prefix}2", ThumbsDown),
                Event($"{prefix}3", Failed),
                Event($"{prefix}4", "\"error\":{\"kind\":\"timeout\",\"message\":\"x\"}"),
                Event($"{prefix}5", Retry + "," + Failed),
                Event($"{prefix}6"),
            ];
        await f.SendAsync(Lines("a"));
        await SaveAsync(
            f,
            s =>
            {
                s.SignalWeights["retry"] = 0.95;
                s.SignalWeights["explicit_negative"] = 0.1;
                s.SignalWeights["error"] = 0.2;
                s.ReviewThreshold = 0.4;
                s.AuditPercent = 0;
            }
        );
        await RescoreAsync(f);
        await f.SendAsync(Lines("b"));

        await using var db = f.Database.CreateContext();
        var scores = await db.Interactions.ToDictionaryAsync(i => i.TraceId, i => (i.Suspicion, i.NeedsReview));
        var signals = await db
            .Signals.Where(s => s.Polarity != 0)
            .Join(
                db.Interactions,
                s => s.InteractionId,
                i => i.Id,
                (s, i) =>
                    new
                    {
                        i.TraceId,
                        s.Name,
                        s.Weight,
                        s.Strength,
                        s.Trust,
                    }
            )
            .ToListAsync();
        for (var n = 1; n <= 6; n++)
        {
            Assert.Equal(scores[$"b{n}"], scores[$"a{n}"]);
            Assert.Equal(
                signals.Where(s => s.TraceId == $"b{n}").Select(s => (s.Name, s.Weight, s.Strength, s.Trust)).Order(),
                signals.Where(s => s.TraceId == $"a{n}").Select(s => (s.Name, s.Weight, s.Strength, s.Trust)).Order()
            );
        }

        Assert.True(scores["a1"].NeedsReview);
        Assert.False(scores["a2"].NeedsReview);
        var ranks = await db
            .QueueItems.Where(q => q.Source == QueueSource.Prioritized)
            .Join(
                db.Interactions,
                q => q.InteractionId,
                i => i.Id,
                (q, i) =>
                    new
                    {
                        i.TraceId,
                        q.Priority,
                        q.Reason,
                    }
            )
            .ToDictionaryAsync(q => q.TraceId);
        Assert.Equal(ranks["b1"].Priority, ranks["a1"].Priority);
        Assert.Equal(ranks["b1"].Reason, ranks["a1"].Reason);
        Assert.Equal(1, await db.SuspicionWeights.CountAsync());
        await f.AssertCountersAsync();
    }

    [Fact]
    public async Task UnchangedWeights_CreateNoVersionAndNoRescore()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("a", Retry));
        await SaveAsync(f, s => s.SignalWeights["retry"] = 0.5);
        await RescoreAsync(f);
        await SaveAsync(f, s => s.Name = "Another name");
        await using var db = f.Database.CreateContext();
        Assert.Equal(1, await db.SuspicionWeights.CountAsync());
        Assert.Equal(0, await db.Rescores.CountAsync());
    }

    [Fact]
    public async Task Rescore_OnManyInstances_CountsEachInteractionOnce()
    {
        await using var f = await CreateAsync();
        await f.SendAsync([.. Enumerable.Range(0, 3500).Select(n => Event($"t{n}", n % 2 == 0 ? Retry : ThumbsDown))]);
        await SaveAsync(f, s => (s.SignalWeights["retry"], s.SignalWeights["explicit_negative"], s.AuditPercent) = (0.9, 0.1, 0));
        await DueAsync(f);
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (await f.Get<RescoreService>().RunBatchAsync()) { }
                    })
                )
        );
        Assert.Equal(1750, await f.QueryAsync(db => db.Interactions.CountAsync(i => i.NeedsReview)));
        await f.AssertCountersAsync();
    }

    [Theory]
    [InlineData("enterprise = 3\ntrial=0.5", null)]
    [InlineData("enterprise", "SegmentWeights")]
    [InlineData("a = 1\na = 2", "SegmentWeights")]
    [InlineData("a = -1", "SegmentWeights")]
    [InlineData("a = NaN", "SegmentWeights")]
    public async Task SegmentWeights_AreReadLineByLine(string lines, string? wrong)
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("a", Retry), Event("b", Retry + ",\"segment\":\"enterprise\""));
        var saved = await SaveAsync(f, s => (s.SegmentWeights, s.AuditPercent, s.SignalWeights["retry"]) = (lines, 0, 0.9));
        Assert.Equal(wrong is null ? new List<string>() : [wrong], saved.Problems.Select(p => p.Field));
        if (wrong is not null)
            return;
        await RescoreAsync(f);
        await using var db = f.Database.CreateContext();
        var ranks = await db
            .QueueItems.Where(q => q.Source == QueueSource.Prioritized)
            .OrderByDescending(q => q.Priority)
            .Select(q => q.Priority)
            .ToListAsync();
        Assert.Equal(3 * ranks[1], ranks[0], 1e-12);
    }

    private static async Task<Result> SaveAsync(IngestFixture f, Action<Features.Workflows.WorkflowForm> change)
    {
        var detail = (await f.Get<WorkflowService>().FindAsync(Lead, "support", null))!;
        change(detail.Settings);
        return await f.Get<WorkflowService>().SaveAsync(Lead, detail.Workflow.Id, detail.Settings);
    }

    private static async Task RescoreAsync(IngestFixture f)
    {
        await DueAsync(f);
        while (await f.Get<RescoreService>().RunBatchAsync()) { }
    }

    /// <summary>Sets the request time back, past the waiting time for running batches.</summary>
    private static Task<int> DueAsync(IngestFixture f) =>
        f.QueryAsync(db => db.Rescores.ExecuteUpdateAsync(s => s.SetProperty(r => r.RequestedAt, DateTimeOffset.UnixEpoch)));
}
