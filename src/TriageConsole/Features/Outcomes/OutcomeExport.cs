using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>The figures of the pages of outcomes as files.</summary>
internal static class OutcomeExport
{
    private static readonly IReadOnlyList<GridField<OutcomeExportRow>> Fields =
    [
        new("figure", "Figure", r => r.Figure),
        new("metric", "Metric", r => r.Metric),
        new("unit", "Unit", r => r.Unit),
        new("version", "Version", r => r.Version),
        new("segment", "Segment", r => r.Segment),
        new("country", "Country", r => r.Country),
        new("from", "From", r => r.From),
        new("to", "To", r => r.To),
        new("interactions", "Interactions", r => r.Interactions),
        new("measured", "Measured", r => r.Measured),
        new("value", "Value", r => r.Value.Value),
        new("low", "Low", r => r.Value.Low),
        new("high", "High", r => r.Value.High),
        new("verdict", "Verdict", r => r.Verdict),
    ];

    private static readonly IReadOnlyList<GridField<WeekRow>> WeekFields =
    [
        new("tenant", "Tenant", r => r.Workflow.TenantKey),
        new("workflow", "Workflow", r => r.Workflow.Key),
        new("metric", "Metric", r => r.Metric),
        new("unit", "Unit", r => r.Unit),
        new("verdict", "Verdict", r => r.Verdict.Words),
        new("gain", "Gain", r => r.Shift?.Gain),
        new("gain_low", "Gain, low", r => r.Shift?.Low),
        new("gain_high", "Gain, high", r => r.Shift?.High),
        new("week_before", "Week before", r => r.Before.Value),
        new("week_before_measured", "Week before, measured", r => r.Before.Count),
        new("last_week", "Last week", r => r.Now.Value),
        new("last_week_measured", "Last week, measured", r => r.Now.Count),
        new("contributors", "Contributors", r => string.Join("; ", r.Contributors.Select(c => $"{c.Kind} {c.Name}".Trim()))),
    ];

    public static void Map(WebApplication app) =>
        app.MapGet("/exports/outcomes", WriteAsync)
            .RequireAuthorization(Policies.LeadOrApprover)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();

    /// <summary>The list of workflows, or with a workflow its dashboard: the same address parameters as the pages.</summary>
    private static async Task WriteAsync(
        HttpContext context,
        AccessService people,
        OutcomeDashboard dashboard,
        WeekReader weeks,
        TimeProvider time
    )
    {
        var (query, cancellationToken) = (context.Request.Query, context.RequestAborted);
        var access = await people.ForAsync(context.User, cancellationToken);
        if (query["workflow"].ToString() is not { Length: > 0 } key)
        {
            var rows = await weeks.PageAsync(access, query["find"], 1, WeekReader.MaxCompared, cancellationToken);
            await CsvDownload.WriteAsync(context, "outcomes.csv", WeekFields, rows.ToAsyncEnumerable());
            return;
        }

        var tenant = query["tenant"].ToString() is { Length: > 0 } named ? named : null;
        if (await dashboard.FindAsync(access, key, tenant, cancellationToken) is not { } workflow)
        {
            var missing = $"There is no workflow '{key}' whose outcomes you can read.";
            await TypedResults.Problem(detail: missing, statusCode: 404).ExecuteAsync(context);
            return;
        }

        var (filter, problem) = OutcomeAddress.Of(query).Read(time.GetUtcNow());
        if (problem is not null)
        {
            await TypedResults.Problem(detail: problem, statusCode: 400).ExecuteAsync(context);
            return;
        }

        var view = await dashboard.ReadAsync(access, workflow, filter, cancellationToken);
        await CsvDownload.WriteAsync(context, "outcomes.csv", Fields, view.Metrics.SelectMany(m => Rows(view, m)).ToAsyncEnumerable());
    }

    internal static IEnumerable<OutcomeExportRow> Rows(OutcomeView view, MetricView metric)
    {
        var all = new OutcomeExportRow("overall", metric.Name, metric.Unit, view.Span.From, view.Span.To, metric.Count, metric.Sums.Count)
        {
            Value = Of(metric.Mean),
        };
        yield return all;
        yield return Period("period", all, metric.Now);
        yield return Period("period before", all, metric.Before);
        yield return Period("gain", all, metric.Now) with
        {
            Interactions = null,
            Measured = null,
            Value = new Interval(metric.Shift.Gain, metric.Shift.Low, metric.Shift.High),
            Verdict = OutcomeText.Verdict(metric.Shift.Verdict).Words,
        };
        foreach (var v in metric.Versions)
            yield return Part("version", all, v) with
            {
                Version = v.Name,
            };
        foreach (var s in metric.Segments)
            yield return Part("segment", all, s) with
            {
                Segment = s.Name,
            };
        foreach (var c in metric.Countries)
            yield return Part("country", all, c) with
            {
                Country = c.Name,
            };
        foreach (var c in metric.Scorecard)
            yield return all with
            {
                Figure = "version and segment",
                Version = c.Version,
                Segment = c.Segment,
                Interactions = c.Count,
                Measured = c.Sums.Count,
                Value = Of(c.Mean),
            };
        foreach (var v in metric.Versions)
        foreach (var s in v.Steps)
            yield return all with
            {
                Figure = "step",
                Version = v.Name,
                From = s.Start,
                To = s.Start + view.Span.Step,
                Interactions = s.Count,
                Measured = s.Sums.Count,
                Value = Of(s.Mean),
            };
    }

    private static OutcomeExportRow Period(string figure, OutcomeExportRow all, OutcomePeriod period) =>
        all with
        {
            Figure = figure,
            From = period.From,
            To = period.To,
            Interactions = period.Count,
            Measured = period.Sums.Count,
            Value = Of(MeanEstimate.Of(period.Sums)),
        };

    private static OutcomeExportRow Part(string figure, OutcomeExportRow all, OutcomePart part) =>
        all with
        {
            Figure = figure,
            Interactions = part.Count,
            Measured = part.Sums.Count,
            Value = Of(part.Mean),
        };

    private static Interval Of(MeanEstimate mean) => new(mean.Value, mean.Low, mean.High);
}
