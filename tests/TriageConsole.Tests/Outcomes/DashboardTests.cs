using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Outcomes;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Outcomes;

/// <summary>The figures of the dashboard equal a count of the interactions, and it reports what is unknown.</summary>
public sealed class DashboardTests : IAsyncDisposable
{
    private static readonly OutcomeFilter Ever = new() { Span = "all" };
    private IngestFixture? fixture;

    private async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync();

    [Fact]
    public async Task Versions_OfTheRealSupportFile_EqualTheReferencePerMetric()
    {
        var world = await WorldAsync();
        await world.SendAsync(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"));
        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Path_("reference.json")));
        var expected = reference
            .RootElement.GetProperty("datasets")
            .GetProperty("tau2_support")
            .GetProperty("by_model_task")
            .EnumerateObject()
            .ToDictionary(e => e.Name, e => e.Value);
        var found = new Dictionary<string, OutcomePart>();
        var untimed = 0L;
        foreach (var key in new[] { "support.airline", "support.retail", "support.telecom" })
        {
            var view = await ReadAsync(world, key, Ever);
            untimed += view.Untimed;
            foreach (var metric in view.Metrics)
            foreach (var version in metric.Versions)
                found[$"{version.Name} | {key} | {metric.Name}"] = version;
            var drawn = await world.QueryAsync(db => db.Interactions.LongCountAsync(i => i.Workflow!.Key == key && i.TimeIsReal));
            Assert.Equal(drawn, view.Traffic.Steps.Sum(s => s.Interactions));
            Assert.Equal(drawn, view.Metrics.SelectMany(m => m.Steps).Sum(s => s.Count));
        }

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, e) in expected)
        {
            Assert.Equal(e.GetProperty("n").GetInt32(), found[name].Count);
            Assert.Equal(e.GetProperty("n_null_outcome").GetInt32(), found[name].Missing);
            Assert.Equal(e.GetProperty("mean_outcome").GetDouble(), Math.Round(found[name].Mean.Value!.Value, 6));
        }

        Assert.Equal(220 + 166 + 118, untimed);
        var retail = await ReadAsync(world, "support.retail", Ever);
        Assert.Equal(["resolution", "resolution_composite"], retail.Metrics.Select(m => m.Name));
        Assert.Equal("grok-3@unspecified", Assert.Single(retail.Metrics[1].Versions).Name);
        Assert.Empty(retail.Metrics[1].Steps);
        Assert.DoesNotContain(retail.Metrics[0].Versions, v => v.Name == "grok-3@unspecified");
    }

    [Theory]
    [InlineData("gpt-4o@2024-11-20", null)]
    [InlineData(null, "persona:hard")]
    [InlineData("gpt-4.1@unspecified", "persona:none")]
    public async Task View_FilteredByVersionOrSegment_EqualsTheCountedRows(string? version, string? segment)
    {
        var world = await WorldAsync();
        await world.SendAsync(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"));
        var from = new DateTimeOffset(2025, 7, 20, 0, 0, 0, TimeSpan.Zero);
        var to = new DateTimeOffset(2025, 8, 12, 0, 0, 0, TimeSpan.Zero);
        var view = await ReadAsync(
            world,
            "support.telecom",
            new OutcomeFilter
            {
                Version = version,
                Segment = segment,
                From = from,
                To = to,
            }
        );
        var rows = await world.QueryAsync(db =>
            db.Interactions.Where(i => i.Workflow!.Key == "support.telecom" && (!i.TimeIsReal || (i.Timestamp >= from && i.Timestamp < to)))
                .ToListAsync()
        );
        rows =
        [
            .. rows.Where(i =>
                (version is null || i.ModelId + "@" + i.ModelVersion == version) && (segment is null || i.Segment == segment)
            ),
        ];
        Assert.NotEmpty(rows);
        var metric = Assert.Single(view.Metrics);
        Assert.Equal(rows.Count, metric.Count);
        Assert.Equal(OutcomeSums.Of(rows.Where(r => r.OutcomeValue is not null).Select(r => r.OutcomeValue!.Value)), metric.Sums);
        Assert.Equal(
            rows.Where(r => r.TimeIsReal)
                .GroupBy(r => DateOnly.FromDateTime(r.Timestamp.UtcDateTime))
                .ToDictionary(g => g.Key, g => g.LongCount()),
            view.Traffic.Steps.ToDictionary(s => DateOnly.FromDateTime(s.Start.UtcDateTime), s => s.Interactions)
        );
    }

    [Fact]
    public async Task Costs_OfTwoCurrencies_AreNotAdded()
    {
        var world = await WorldAsync();
        await world.SendAsync(
            IngestFixture.Event("a", """ "metadata":{"cost_usd":0.10} """),
            IngestFixture.Event("b", """ "metadata":{"cost_usd":0.30} """),
            IngestFixture.Event("c", """ "metadata":{"cost_eur":5} """),
            IngestFixture.Event("d")
        );
        var view = await ReadAsync(world, "support", Ever);
        var stored = await world.QueryAsync(db =>
            db.Interactions.Where(i => i.Cost != null)
                .GroupBy(i => i.Currency!)
                .Select(g => new { g.Key, Mean = g.Average(i => i.Cost!.Value) })
                .ToDictionaryAsync(g => g.Key, g => g.Mean)
        );
        Assert.Equal(2, stored.Count);
        Assert.Equal(stored.Keys.Order(StringComparer.Ordinal), view.Traffic.Currencies);
        var costs = Assert.Single(view.Traffic.Steps).Costs;
        foreach (var (currency, mean) in stored)
            Assert.Equal(mean, costs[currency], 9);
    }

    [Theory]
    [InlineData("handling_time", ShiftVerdict.Better, true)]
    [InlineData("resolved", ShiftVerdict.Worse, false)]
    public async Task Headline_OfAFallingMetric_IsJudgedInTheGoodDirection(string metric, ShiftVerdict verdict, bool lowerIsBetter)
    {
        var world = await WorldAsync();
        await world.SendAsync([
            .. Enumerable
                .Range(0, 280)
                .Select(n =>
                    At(
                        n,
                        Day(n / 20),
                        $"\"outcome_metric_name\":\"{metric}\",\"outcome_metric_value\":{(n < 140 ? 0.8 : 0.3) + (n % 5 / 100.0)}"
                    )
                ),
        ]);
        if (lowerIsBetter)
            await ConfigureAsync(world, metric, OutcomeDirection.LowerIsBetter);
        var view = Assert.Single((await ReadAsync(world, "support", Ever)).Metrics);
        Assert.Equal((lowerIsBetter, verdict), (view.LowerIsBetter, view.Shift.Verdict));
        Assert.Equal((140, 140), (view.Before.Sums.Count, view.Now.Sums.Count));
        Assert.Equal(Day(7), Assert.Single(view.Changes).At);
    }

    [Fact]
    public async Task View_WithoutAnyOutcome_StillHasVolumeLatencyAndSignals()
    {
        var world = await WorldAsync();
        await world.SendAsync([
            .. Enumerable
                .Range(0, 40)
                .Select(n =>
                    At(
                        n,
                        Day(n / 20),
                        $"\"client_latency_ms\":{100 + n},\"feedback\":[{{\"feedback_type\":\"explicit\","
                            + $"\"name\":\"thumbs_down\",\"value\":true}}]"
                    )
                ),
        ]);
        var view = await ReadAsync(world, "support", Ever);
        Assert.Empty(view.Metrics);
        Assert.Equal([20, 20], view.Traffic.Steps.Select(s => s.Interactions));
        Assert.All(view.Traffic.Latency, d => Assert.InRange(d.P95, 100, Math.Pow(2, 7.25)));
        Assert.Equal(40, Assert.Single(view.Traffic.Signals).Interactions);
        Assert.Equal((40, 40, 0), (view.Funnel.Interactions, view.Funnel.WithSignal, view.Funnel.WithOutcome));
    }

    [Fact]
    public async Task Outcome_OfSuccessesOnly_HasAnInterval()
    {
        var world = await WorldAsync();
        await world.SendAsync([.. Enumerable.Range(0, 12).Select(n => At(n, Day(0), Resolved(1)))]);
        var metric = Assert.Single((await ReadAsync(world, "support", Ever)).Metrics);
        Assert.Equal(1, metric.Mean.Value);
        Assert.InRange(metric.Mean.Low!.Value, 0.6, 0.9);
        Assert.Equal(ShiftVerdict.NotEnough, metric.Shift.Verdict);
        Assert.Null(Assert.Single(metric.Versions).ToOthers.Value);
    }

    [Fact]
    public async Task LateOutcomes_ReplaceEstimates()
    {
        var world = await WorldAsync();
        static string Thumb(int n) =>
            $"\"feedback\":[{{\"feedback_type\":\"explicit\",\"name\":\"thumbs_{(n % 2 == 0 ? "up" : "down")}\",\"value\":true}}]";
        await world.SendAsync([.. Enumerable.Range(0, 200).Select(n => At(n, Day(n / 40), Thumb(n) + "," + Resolved(n % 2 == 0 ? 1 : 0)))]);
        await world.SendAsync([.. Enumerable.Range(200, 40).Select(n => At(n, Day(5), Thumb(n)))]);
        var before = Assert.Single((await ReadAsync(world, "support", Ever)).Metrics);
        Assert.Equal((240, 40), (before.Count, before.Missing));
        Assert.Equal(
            [Day(5)],
            before.Days.Where(d => d.Estimate is not null).Select(d => new DateTimeOffset(d.Day, TimeOnly.MinValue, TimeSpan.Zero))
        );
        var estimate = before.Days[^1].Estimate!.Value;
        Assert.Equal((40, 1.0), (estimate.Count, estimate.EstimatedShare));
        Assert.Equal(0.5, estimate.Value!.Value, 6);

        await world.SendAsync([
            .. Enumerable
                .Range(200, 20)
                .Select(n =>
                    $$"""{"kind":"outcome","id":"o{{n}}","trace_id":"t{{n}}","outcome_metric_name":"resolved","outcome_metric_value":1}"""
                ),
        ]);
        var between = Assert.Single((await ReadAsync(world, "support", Ever)).Metrics);
        Assert.Equal(0.5, between.Days[^1].Estimate!.Value.EstimatedShare, 9);
        // Twenty successes, ten likely ones, and ten with a thumbs down: of these, 10 of 110 have succeeded so far.
        Assert.Equal((20 + 10 + (10 * 10 / 110.0)) / 40, between.Days[^1].Estimate!.Value.Value!.Value, 6);
        Assert.Equal(20, between.Days[^1].Measured.Count);

        await world.SendAsync([
            .. Enumerable
                .Range(220, 20)
                .Select(n =>
                    $$"""{"kind":"outcome","id":"o{{n}}","trace_id":"t{{n}}","outcome_metric_name":"resolved","outcome_metric_value":0}"""
                ),
        ]);
        var after = Assert.Single((await ReadAsync(world, "support", Ever)).Metrics);
        Assert.Equal((240, 0), (after.Count, after.Missing));
        Assert.Empty(after.Days);
    }

    [Fact]
    public async Task Signal_ThatNoLongerPredictsTheOutcome_IsAMetricMismatch()
    {
        var world = await WorldAsync();
        // 16 days: for twelve days a retry means a failure, for the last four it means nothing. A thumbs up or down keeps its meaning.
        await world.SendAsync([
            .. Enumerable
                .Range(0, 640)
                .Select(n =>
                {
                    var (day, retry) = (n / 40, n % 2 == 0);
                    var failed = day < 12 ? retry : n % 4 < 2;
                    var feedback = new List<string>();
                    if (retry)
                        feedback.Add("""{"feedback_type":"implicit","name":"retry","value":true}""");
                    if (failed)
                        feedback.Add("""{"feedback_type":"explicit","name":"thumbs_down","value":true}""");
                    return At(n, Day(day), $"\"feedback\":[{string.Join(',', feedback)}]," + Resolved(failed ? 0 : 1));
                }),
        ]);
        var metric = Assert.Single((await ReadAsync(world, "support", Ever)).Metrics);
        var mismatch = Assert.Single(metric.Signals, s => s.IsMismatch);
        Assert.Equal(("implicit:retry", SignalTrend.StoppedPredicting), (mismatch.Key, mismatch.Comparison!.Trend));
        Assert.Equal(SignalTrend.Holds, metric.Signals.Single(s => s.Key == "explicit:thumbs_down").Comparison!.Trend);
    }

    [Fact]
    public async Task Span_OfOldData_EndsAtItsLatestEvent()
    {
        var world = await WorldAsync();
        await world.SendAsync(
            """{"trace_id":"old","task_type":"support","task_id":"k","model_version":"v1","timestamp":"2021-03-04T05:06:0"""
                + """7Z","input":"q","output":"a"}"""
        );
        var view = await ReadAsync(world, "support", new OutcomeFilter());
        Assert.True(view.Span.EndsAtLatest);
        Assert.Equal(new DateTimeOffset(2021, 3, 5, 0, 0, 0, TimeSpan.Zero), view.Span.To);
        Assert.Equal(1, view.Interactions);
    }

    [Fact]
    public async Task View_OfAnotherTenantOrWithoutRole_IsRefused()
    {
        var world = await WorldAsync();
        await world.SendAsync(At(1, Day(0), Resolved(1)));
        var dashboard = world.Get<OutcomeDashboard>();
        var workflow = await WorkflowAsync(world, "support");
        foreach (
            var access in new[] { Person(Role.Lead, workflow.TenantId + 1), Person(Role.Labeler, workflow.TenantId), PersonAccess.Nobody }
        )
        {
            Assert.Null(await dashboard.FindAsync(access, "support", null));
            Assert.Empty(await dashboard.ListAsync(access));
            await Assert.ThrowsAsync<AccessDeniedException>(() => dashboard.ReadAsync(access, workflow, Ever));
        }

        Assert.Null(await dashboard.ReadAsync(new ApiCaller(workflow.TenantId + 1, "other", "k"), "support", Ever));
        var approver = Person(Role.Approver, workflow.TenantId);
        Assert.Equal(1, (await dashboard.ReadAsync(approver, workflow, Ever)).Interactions);
        Assert.False(Assert.Single(await dashboard.ListAsync(approver)).MayOpen);
    }

    [Fact]
    public void Percentile_FromBins_IsWithinOneBinOfTheExactOne()
    {
        var dice = new Random(3);
        var values = Enumerable.Range(0, 5000).Select(_ => Math.Exp(6 + dice.NextDouble())).Order().ToList();
        var bins = values.GroupBy(Features.Rollups.RollupChanges.LatencyBin).ToDictionary(g => g.Key, g => g.LongCount());
        Assert.InRange(LatencyQuantile.Of(bins, 0.95)!.Value / values[(int)(0.95 * values.Count)], 0.95, 1.05);
        Assert.Null(LatencyQuantile.Of(new Dictionary<int, long>(), 0.95));
    }

    private static DateTimeOffset Day(int n) => new(new DateOnly(2026, 11, 1).AddDays(n), TimeOnly.MinValue, TimeSpan.Zero);

    private static string Resolved(int value) =>
        string.Create(CultureInfo.InvariantCulture, $"\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":{value}");

    private static string At(int n, DateTimeOffset day, string extra) =>
        $$"""{"trace_id":"t{{n}}","task_type":"support","task_id":"k{{n}}","model_version":"v1","timestam"""
        + $$"""p":"{{day.AddHours(9).AddMinutes(n % 300):O}}","input":"q","output":"a",{{extra}}}""";

    private static PersonAccess Person(Role role, long tenantId) => new(1, "A person", [new Grant(role, tenantId, null)]);

    private static Task<WorkflowRef> WorkflowAsync(IngestFixture world, string key) =>
        world.QueryAsync(db =>
            db.Workflows.Where(w => w.Key == key)
                .Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
                .SingleAsync()
        );

    private static async Task<OutcomeView> ReadAsync(IngestFixture world, string key, OutcomeFilter filter)
    {
        var workflow = await WorkflowAsync(world, key);
        return await world.Get<OutcomeDashboard>().ReadAsync(Person(Role.Lead, workflow.TenantId), workflow, filter);
    }

    private static Task<int> ConfigureAsync(IngestFixture world, string metric, OutcomeDirection direction) =>
        world.QueryAsync(db =>
            db.Workflows.ExecuteUpdateAsync(s =>
                s.SetProperty(w => w.Configured, true)
                    .SetProperty(w => w.OutcomeMetric, metric)
                    .SetProperty(w => w.OutcomeDirection, direction)
            )
        );

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
