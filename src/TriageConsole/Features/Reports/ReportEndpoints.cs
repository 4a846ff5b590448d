using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using TriageConsole.Auditing;
using TriageConsole.Features.Notices;
using TriageConsole.Security;

namespace TriageConsole.Features.Reports;

/// <summary>The report in the API, and the files of its page.</summary>
internal static class ReportEndpoints
{
    private static readonly string[] Formats = ["html", "json"];

    public static void MapReports(this WebApplication app)
    {
        app.MapGet("/api/v1/reports/{workflow}", ReadAsync)
            .WithTags("Reports")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadLoopReport")
            .WithSummary("The loop report of a workflow for one week")
            .WithDescription(
                "What changed, what improved or got worse with 95 % intervals, where, the results of expert time, and what to do next. "
                    + "week: an ISO week such as 2026-W47 (UTC), by default the last complete one. It is compared with the week before. "
                    + "docs/loop-report.md describes the figures."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
        app.MapGet("/exports/report", DownloadAsync)
            .RequireAuthorization(Policies.LeadOrApprover)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    private static async Task<Results<Ok<LoopReport>, ProblemHttpResult>> ReadAsync(
        string workflow,
        string? week,
        ApiCaller caller,
        LoopReportService reports,
        CancellationToken cancellationToken
    )
    {
        var asked = reports.Week(week);
        if (!asked.Ok)
            return asked.Error.ToProblem();
        return await reports.ReadAsync(caller, workflow, asked.Value, cancellationToken) is { } report
            ? TypedResults.Ok(report)
            : TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
    }

    private static async Task DownloadAsync(
        HttpContext context,
        AccessService people,
        LoopReportService reports,
        ReportFile file,
        MailSender mail,
        IOptions<JsonOptions> json
    )
    {
        var (query, cancellationToken) = (context.Request.Query, context.RequestAborted);
        var access = await people.ForAsync(context.User, cancellationToken);
        var (key, tenant) = (query["workflow"].ToString(), query["tenant"].ToString() is { Length: > 0 } named ? named : null);
        if (await reports.FindAsync(access, key, tenant, cancellationToken) is not { } workflow)
        {
            var missing = $"There is no workflow '{key}' whose report you can read.";
            await TypedResults.Problem(detail: missing, statusCode: 404).ExecuteAsync(context);
            return;
        }

        var asked = reports.Week(query["week"]);
        if (!asked.Ok)
        {
            await asked.Error.ToProblem().ExecuteAsync(context);
            return;
        }

        var parameters = new QueryParameters();
        var format = parameters.OneOf("format", query["format"], "html", Formats);
        if (parameters.Problem is { } problem)
        {
            await TypedResults.Problem(detail: problem, statusCode: 400).ExecuteAsync(context);
            return;
        }

        var report = await reports.ReadAsync(access, workflow, asked.Value, cancellationToken);
        var disposition = new ContentDispositionHeaderValue("attachment");
        // Also for names with quotes or other letters than ASCII.
        disposition.SetHttpFileName($"{workflow.Key}-{report.Week}.{format}");
        context.Response.Headers.ContentDisposition = disposition.ToString();
        context.Response.Headers.CacheControl = "no-store";
        if (format == "json")
        {
            await context.Response.WriteAsJsonAsync(report, json.Value.SerializerOptions, cancellationToken);
            return;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        var root = mail.AddressOf("") ?? $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/";
        await context.Response.WriteAsync(await file.WriteAsync(report, root), cancellationToken);
    }
}
