using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Workflows;
using TriageConsole.Tests.Ingest;
using static TriageConsole.Tests.Outcomes.DashboardData;

namespace TriageConsole.Tests.Outcomes;

/// <summary>A metric of the dashboard over time: its change, its interval, its estimates, and the signals that predict it.</summary>
public sealed class DashboardMetricTests : IngestTestBase
{
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

    private static Task<int> ConfigureAsync(IngestFixture world, string metric, OutcomeDirection direction) =>
        world.QueryAsync(db =>
            db.Workflows.ExecuteUpdateAsync(s =>
                s.SetProperty(w => w.Configured, true)
                    .SetProperty(w => w.OutcomeMetric, metric)
                    .SetProperty(w => w.OutcomeDirection, direction)
            )
        );
}
