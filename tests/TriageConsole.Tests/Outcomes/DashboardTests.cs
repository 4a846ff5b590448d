using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Access;
using TriageConsole.Features.Outcomes;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Outcomes.DashboardData;

namespace TriageConsole.Tests.Outcomes;

/// <summary>The figures of the dashboard equal a count of the interactions, and it reports what is unknown.</summary>
public sealed class DashboardTests : IngestTestBase
{
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
}
