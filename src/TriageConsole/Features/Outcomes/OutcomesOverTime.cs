using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

internal sealed record StepAnswer(DateTimeOffset Start, long Count, long Missing, double? Mean, double? Low, double? High)
{
    public static StepAnswer Of(OutcomeStep s) => new(s.Start, s.Count, s.Count - s.Sums.Count, s.Mean.Value, s.Mean.Low, s.Mean.High);
}

internal sealed record OutcomePartAnswer(
    string? Name,
    long Count,
    long Missing,
    long NotOverTime,
    double? Mean,
    double? Low,
    double? High,
    Interval ToOthers,
    IReadOnlyList<StepAnswer>? Steps
)
{
    public static OutcomePartAnswer Of(OutcomePart p) =>
        new(
            p.Name,
            p.Count,
            p.Missing,
            p.Untimed,
            p.Mean.Value,
            p.Mean.Low,
            p.Mean.High,
            p.ToOthers,
            p.Steps.Count == 0 ? null : [.. p.Steps.Select(StepAnswer.Of)]
        );
}

internal sealed record ShiftAnswer(
    ShiftVerdict Verdict,
    double? Gain,
    double? Low,
    double? High,
    DateTimeOffset BeforeFrom,
    DateTimeOffset NowFrom,
    DateTimeOffset To,
    string Explanation
);

internal sealed record EstimatedAnswer(DateOnly Day, long Count, double EstimatedShare, double? Value, double? Low, double? High);

internal sealed record SignalAnswer(
    string Signal,
    long Interactions,
    double? MeanWith,
    double? MeanWithout,
    Interval Difference,
    double? Correlation,
    SignalTrend? Trend,
    bool MetricMismatch
);

internal sealed record ChangeAnswer(DateTimeOffset At, double Before, double After, double P);

internal sealed record MetricAnswer(
    string Metric,
    string? Unit,
    bool Own,
    bool LowerIsBetter,
    long Count,
    long Missing,
    double? Mean,
    double? Low,
    double? High,
    ShiftAnswer Shift,
    IReadOnlyList<StepAnswer> Measured,
    IReadOnlyList<EstimatedAnswer> Estimated,
    IReadOnlyList<OutcomePartAnswer> Versions,
    IReadOnlyList<OutcomePartAnswer> Segments,
    IReadOnlyList<OutcomePartAnswer> Countries,
    IReadOnlyList<SignalAnswer> Signals,
    IReadOnlyList<ChangeAnswer> Changes
)
{
    public static MetricAnswer Of(MetricView m) =>
        new(
            m.Name,
            m.Unit,
            m.IsOwn,
            m.LowerIsBetter,
            m.Count,
            m.Missing,
            m.Mean.Value,
            m.Mean.Low,
            m.Mean.High,
            new ShiftAnswer(
                m.Shift.Verdict,
                m.Shift.Gain,
                m.Shift.Low,
                m.Shift.High,
                m.Before.From,
                m.Now.From,
                m.Now.To,
                m.Shift.Explanation
            ),
            [.. m.Steps.Select(StepAnswer.Of)],
            [
                .. from d in m.Days
                where d.Estimate is not null
                let e = d.Estimate!.Value
                select new EstimatedAnswer(d.Day, e.Count, e.EstimatedShare, e.Value, e.Low, e.High),
            ],
            [.. m.Versions.Select(OutcomePartAnswer.Of)],
            [.. m.Segments.Select(OutcomePartAnswer.Of)],
            [.. m.Countries.Select(OutcomePartAnswer.Of)],
            [
                .. m.Signals.Select(s => new SignalAnswer(
                    s.Key,
                    s.Count,
                    s.With.Mean,
                    s.Without.Mean,
                    s.Difference,
                    s.Power.Correlation,
                    s.Comparison?.Trend,
                    s.IsMismatch
                )),
            ],
            [.. m.Changes.Select(c => new ChangeAnswer(c.At, c.Before, c.After, c.P))]
        );
}

internal sealed record TrafficAnswer(
    DateTimeOffset Start,
    long Interactions,
    long Negatives,
    long Errors,
    long WithOutcome,
    double? LatencyMeanMs,
    double? OutputTokens,
    IReadOnlyDictionary<string, double> Cost
);

internal sealed record LatencyAnswer(DateOnly Day, long Count, double P95Ms);

internal sealed record FunnelAnswer(long Interactions, long WithSignal, long WithOutcome, long? LabelsGiven, long LabelsEver);

internal sealed record OverTimeAnswer(
    string Workflow,
    DateTimeOffset From,
    DateTimeOffset To,
    string Step,
    bool EndsAtLatest,
    string? Version,
    string? Segment,
    string? Country,
    long Interactions,
    long NotOverTime,
    IReadOnlyList<MetricAnswer> Metrics,
    IReadOnlyList<TrafficAnswer> Traffic,
    IReadOnlyList<LatencyAnswer> Latency,
    FunnelAnswer Funnel
);

/// <summary>The numbers of the dashboard, for applications.</summary>
internal static class OutcomesOverTime
{
    /// <summary>Most steps of one answer.</summary>
    private const long MostSteps = 2000;

    private static readonly Dictionary<string, short> Grains = new(StringComparer.Ordinal)
    {
        ["5m"] = Rollup.Window,
        ["hour"] = Rollup.Hour,
        ["day"] = Rollup.Day,
    };

    public static void Map(WebApplication app) =>
        app.MapGet("/api/v1/outcomes/over-time", ReadAsync)
            .WithTags("Outcomes")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadOutcomesOverTime")
            .WithSummary("A workflow's outcomes over time, by version, with intervals")
            .WithDescription(
                "The numbers of the page /outcomes. workflow is needed; from, to (30 days until now, or until the latest event where that is older), version (a release, or model_id@model_version), segment, country; step is 5m, hour or day, "
                    + "by the span where it is not given; from and to are widened to whole steps. One entry a metric: metrics are never averaged together. measured holds what was measured, estimated the days whose outcomes are partly missing, with calibrated proxies in their place. "
                    + "Shadow answers are left out; interactions whose time is a placeholder are in totals only (not_over_time)."
            );

    private static async Task<Results<Ok<OverTimeAnswer>, ProblemHttpResult>> ReadAsync(
        ApiCaller caller,
        OutcomeDashboard dashboard,
        TimeProvider time,
        string? workflow,
        string? from,
        string? to,
        string? version,
        string? segment,
        string? country,
        string? step,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryText();
        var (since, until) = (query.Time("from", from), query.Time("to", to));
        var named = query.OneOf("step", step, "", Grains.Keys);
        var problem =
            query.Problem
            ?? (
                string.IsNullOrWhiteSpace(workflow) ? "workflow is missing."
                : since >= (until ?? time.GetUtcNow()) ? "from is not before to."
                : null
            );
        if (problem is not null)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        var filter = new OutcomeFilter
        {
            From = since,
            To = until,
            Version = Blank(version),
            Segment = Blank(segment),
            Country = Blank(country),
            Grain = named.Length == 0 ? null : Grains[named],
        };
        if (since is { } first && filter.Grain is { } grain && ((until ?? time.GetUtcNow()) - first).TotalMinutes / grain > MostSteps)
            return TypedResults.Problem(
                detail: $"step is too fine for that long: an answer has at most {MostSteps} steps.",
                statusCode: 400
            );
        if (since is null && filter.Grain == Rollup.Window)
            return TypedResults.Problem(detail: "Steps of five minutes need from.", statusCode: 400);
        return await dashboard.ReadAsync(caller, workflow!, filter, cancellationToken) is { } view
            ? TypedResults.Ok(Of(view))
            : TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
    }

    private static OverTimeAnswer Of(OutcomeView v) =>
        new(
            v.Workflow.Key,
            v.Span.From,
            v.Span.To,
            Grains.First(g => g.Value == v.Span.Grain).Key,
            v.Span.EndsAtLatest,
            v.Filter.Version,
            v.Filter.Segment,
            v.Filter.Country,
            v.Interactions,
            v.Untimed,
            [.. v.Metrics.Select(MetricAnswer.Of)],
            [
                .. v.Traffic.Steps.Select(s => new TrafficAnswer(
                    s.Start,
                    s.Interactions,
                    s.Negatives,
                    s.Errors,
                    s.WithOutcome,
                    s.LatencyMean,
                    s.TokensEach,
                    s.Costs
                )),
            ],
            [.. v.Traffic.Latency.Select(l => new LatencyAnswer(l.Day, l.Count, l.P95))],
            new FunnelAnswer(v.Funnel.Interactions, v.Funnel.WithSignal, v.Funnel.WithOutcome, v.Funnel.Labels, v.Funnel.LabelsEver)
        );

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
