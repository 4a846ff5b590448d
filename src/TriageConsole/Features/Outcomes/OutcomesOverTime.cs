using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Data.Rollups;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>The data of the dashboard in the API.</summary>
internal static class OutcomesOverTime
{
    /// <summary>The maximum number of steps of one response.</summary>
    private const long MaxSteps = 2000;

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
            .WithSummary("Outcomes of a workflow over time, by version, with intervals")
            .WithDescription(
                "The data of the page /outcomes. workflow is required. from, to (default: the last 30 days, or those before the "
                    + "latest event if that is older), version (a release, or model_id@model_version), segment, country. "
                    + "step: 5m, hour or day; "
                    + "by default it depends on the span. from and to are extended to whole steps. One entry per metric: "
                    + "metrics are never averaged together. measured: measured outcomes. estimated: days with "
                    + "pending outcomes, estimated from signals. "
                    + "Shadows are left out. Interactions without a valid timestamp are in totals only (not_over_time)."
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
        var query = new QueryParameters();
        var (since, until) = (query.Time("from", from), query.Time("to", to));
        var named = query.OneOf("step", step, "", Grains.Keys);
        var problem =
            query.Problem
            ?? (
                string.IsNullOrWhiteSpace(workflow) ? "workflow is missing."
                : since >= (until ?? time.GetUtcNow()) ? "from must be before to."
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
        if (since is { } first && filter.Grain is { } grain && ((until ?? time.GetUtcNow()) - first).TotalMinutes / grain > MaxSteps)
            return TypedResults.Problem(
                detail: $"step is too small for this period: a response has at most {MaxSteps} steps.",
                statusCode: 400
            );
        if (since is null && filter.Grain == Rollup.Window)
            return TypedResults.Problem(detail: "Steps of five minutes require from.", statusCode: 400);
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
            new FunnelAnswer(v.Funnel.Interactions, v.Funnel.WithSignal, v.Funnel.WithOutcome, v.Funnel.Labels, v.Funnel.LabelsTotal)
        );

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
