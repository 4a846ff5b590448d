using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Budget;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Budget;

/// <summary>Estimates from labels of the priority sample contain the true failure rate; the raw rate of the queue does not.</summary>
public sealed class FailureRateTests : IAsyncDisposable
{
    private const string Rubric =
        """{"title":"Check","instructions":"","criteria":[{"key":"good","kind":"yes_no","label":"Was it """
        + """good?","required":true,"options":[{"value":"no","label":"No","marks_failure":true}]}]}""";

    private readonly HashSet<string> failed = [];
    private IngestFixture? fixture;
    private WorkflowRef workflow = null!;
    private long rubricVersion;

    private PersonAccess Lead => new(1, "Mira", [new Grant(Role.Lead, workflow.TenantId, null)]);

    [Fact]
    public async Task Rates_WhileTheQueueIsLabeledByPriority_ContainTheTruthAndTheQueueRateDoesNot()
    {
        await WorldAsync(3000);
        var truth = failed.Count / 3000d;
        await fixture!.Get<SamplingService>().DrawAsync(workflow.Id);
        var labeler = await LabelerAsync("expert");

        // Half way: the sampling round is not complete, so only the audit sample counts.
        var open = await fixture.QueryAsync(db => db.QueueItems.CountAsync(q => q.OpenSlots > 0));
        await LabelAsync(labeler, open / 2);
        var half = Assert.Single((await RatesAsync("all")).Rates);
        Assert.InRange(half.Labeled, 10, half.QueueLabeled - 1);
        Assert.InRange(truth, half.Estimate.Low!.Value, half.Estimate.High!.Value);
        Assert.True(half.QueueRate > truth * 1.2);

        await LabelAsync(labeler, int.MaxValue);
        var all = Assert.Single((await RatesAsync("all")).Rates);
        Assert.InRange(truth, all.Estimate.Low!.Value, all.Estimate.High!.Value);
        Assert.InRange(truth, all.Predicted.Low!.Value, all.Predicted.High!.Value);
        Assert.True(all.Labeled > half.Labeled && all.Estimate.High - all.Estimate.Low < half.Estimate.High - half.Estimate.Low);
        Assert.True(all.QueueRate > truth * 1.2);
        Assert.Equal(0, (await RatesAsync("all")).OpenSamplingRounds);

        var segments = (await RatesAsync("segment")).Rates;
        Assert.Equal(["", "a", "b"], segments.Select(s => s.Key).Order());
        Assert.Equal(all.Labeled, segments.Sum(s => s.Labeled));
        var report = await fixture.Get<BudgetService>().ReadAsync(Lead, workflow);
        Assert.True(
            report.Week.Labels > 100
                && report.Week.Minutes > 1
                && report.SamplingRounds.Count == 1
                && report.SamplingRounds[0].Labeled == report.SamplingRounds[0].Drawn
        );
    }

    [Fact]
    public async Task Rates_WithoutLabelsOrWithoutAMarkedFailure_GiveTheReason()
    {
        await WorldAsync(200);
        var none = await RatesAsync("all");
        Assert.False(none.NoFailureMarked);
        Assert.Null(Assert.Single(none.Rates).Estimate.Value);
        rubricVersion = (
            await fixture!
                .Get<RubricService>()
                .ImportAsync(workflow.Id, Rubric.Replace(",\"marks_failure\":true", "", StringComparison.Ordinal), "test", "")
        )
            .Value!
            .VersionId;
        await LabelAsync(await LabelerAsync("expert"), 5);
        Assert.True((await RatesAsync("all")).NoFailureMarked);
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            fixture
                .Get<FailureRateService>()
                .ReadAsync(PersonAccess.Nobody, workflow, "all", cancellationToken: TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Trust_InFeedbackSources_FollowsAgreementWithExperts()
    {
        await WorldAsync(120, sources: true);
        await fixture!.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, 1)));
        var labeler = await LabelerAsync("expert");
        await LabelAsync(labeler, int.MaxValue);
        var comparer = fixture.Get<FeedbackSourceComparer>();
        while (await comparer.CompareBatchAsync()) { }

        var sources = await fixture.QueryAsync(db => db.FeedbackSources.ToDictionaryAsync(g => g.UserId));
        Assert.True(sources["honest"].Checks >= 5 && sources["honest"].Agreed == sources["honest"].Checks);
        Assert.True(sources["liar"].Checks >= 5 && sources["liar"].Agreed == 0);
        await fixture.SendAsync(Vote("n1", "honest"), Vote("n2", "liar"));
        var trust = await fixture.QueryAsync(db =>
            db.Signals.Where(s => db.Interactions.Any(i => i.Id == s.InteractionId && (i.TraceId == "n1" || i.TraceId == "n2")))
                .ToDictionaryAsync(s => s.UserId!, s => s.Trust)
        );
        Assert.True(trust["honest"] > 0.85);
        Assert.True(trust["liar"] < 0.55);
    }

    private static string Vote(string trace, string user) =>
        $$"""{"trace_id":"{{trace}}","task_type":"support","task_id":"k","model_version":"v1","timestamp":"2026-11-20T10:00"""
        + $$""":00Z","input":"q","feedback":[{"feedback_type":"explicit","name":"thumbs_down","value":true,"user_i"""
        + $$"""d":"{{user}}"}]}""";

    private Task<FailureRates> RatesAsync(string by) => fixture!.Get<FailureRateService>().ReadAsync(Lead, workflow, by);

    private async Task WorldAsync(int interactions, bool sources = false)
    {
        fixture = await IngestFixture.CreateAsync();
        var dice = new Random(21);
        var lines = new List<string>();
        for (var n = 0; n < interactions; n++)
        {
            var fails = dice.NextDouble() < (n % 3 == 0 ? 0.2 : 0.06);
            if (fails)
                failed.Add($"t{n}");
            var suspected = dice.NextDouble() < (fails ? 0.75 : 0.12);
            // Honest users complain about failures, the liar about successes.
            var user =
                sources && suspected
                    ? fails
                        ? "honest"
                        : "liar"
                    : $"u{n}";
            lines.Add(
                IngestFixture
                    .Event(
                        $"t{n}",
                        $"\"segment\":\"{(n % 3 == 0 ? "a" : "b")}\""
                            + (
                                suspected
                                    ? $",\"feedback\":[{{\"feedback_type\":\"explicit\",\"name\":\"rating\","
                                        + $"\"value\":{dice.Next(1, 3)},\"user_id\":\"{user}\"}}]"
                                    : ""
                            ),
                        $"k{n}"
                    )
                    .Replace("2026-11-19T10:00:00Z", $"2026-11-19T{n % 24:00}:{n / 24 % 60:00}:00Z", StringComparison.Ordinal)
            );
        }

        // The audit sample is a tenth of all traffic here, so that it is large enough.
        await fixture.SendAsync(IngestFixture.Event("first"));
        await fixture.QueryAsync(async db =>
            await db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, sources ? 1 : 0.1))
        );
        foreach (var chunk in lines.Chunk(300))
            await fixture.SendAsync(chunk);
        workflow = await fixture.QueryAsync(db =>
            db.Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, true, null)).SingleAsync()
        );
        rubricVersion = (await fixture.Get<RubricService>().ImportAsync(workflow.Id, Rubric, "test", "")).Value!.VersionId;
    }

    private Task<long> LabelerAsync(string key) =>
        fixture!.QueryAsync(async db =>
        {
            var labeler = new Labeler
            {
                TenantId = workflow.TenantId,
                Key = key,
                Name = key,
                Kind = LabelerKind.Person,
            };
            db.Labelers.Add(labeler);
            await db.SaveChangesAsync();
            return labeler.Id;
        });

    /// <summary>Labels the items of the queue as an expert who is always right.</summary>
    private async Task LabelAsync(long labeler, int most)
    {
        var statements = fixture!.Get<IProviderStatements>();
        var now = fixture.Get<TimeProvider>().GetUtcNow().AddSeconds(-10);
        for (var n = 0; n < most; n++)
        {
            if (await statements.ClaimAsync(workflow.Id, labeler, isAssigned: false, now, now.AddMinutes(15), default) is not { } lease)
                return;
            var trace = await fixture.QueryAsync(db =>
                db.Interactions.Where(i => i.Id == lease.InteractionId).Select(i => i.TraceId).SingleAsync()
            );
            await statements.SubmitAsync(
                new SubmittedAnswers(
                    new LeaseToken(lease.AssignmentId, lease.Fence),
                    labeler,
                    Guid.NewGuid(),
                    rubricVersion,
                    9000,
                    null,
                    ["good"],
                    [failed.Contains(trace) ? "no" : "yes"],
                    [null],
                    now
                ),
                default
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
