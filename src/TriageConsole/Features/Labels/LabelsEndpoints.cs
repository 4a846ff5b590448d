using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Features.Ingest;
using TriageConsole.Security;

namespace TriageConsole.Features.Labels;

internal static class LabelsEndpoints
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    public static void MapLabels(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Labels").DisableAntiforgery();
        api.MapGet("/labels", ExportAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ExportLabels")
            .AddEndpointFilter<ExportAudit>()
            .WithSummary("Export labels")
            .WithDescription(
                "One row per answer, streamed: NDJSON, or CSV with format=csv. Only current labels, unless "
                    + "all=true. In CSV, a text that a spreadsheet would run as a formula gets a leading apostrophe; "
                    + "bom=true adds a byte order mark. Spans count UTF-16 code units of the output. "
                    + "A label of one message has target.message_index (in CSV the column message_index), zero-based. "
                    + "suggestion (in CSV suggested_value, suggestion_source, suggestion_accepted) is what the form suggested for the "
                    + "question; null if nothing. unanswered=true adds a row without a value for each suggestion of a question that "
                    + "was left without an answer."
            )
            .Produces(200, contentType: "application/x-ndjson")
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapPost("/labels", ImportAsync)
            .RequireAuthorization(Policies.ScopeLabel)
            .LimitKeys()
            .WithName("ImportLabels")
            .WithSummary("Import labels")
            .WithDescription(
                "NDJSON or a JSON array, plain or gzip: trace_id, labeler_id, rubric_key, value, and optionally "
                    + "value_normalized, comment, labeler_attributes, target. A label of one message has target.message_index, the "
                    + "zero-based index into the messages of the interaction. They belong to the workflow's imported rubric, which grows "
                    + "with them. A repeated line changes nothing; a changed value is a new revision. A value can be a list of spans of "
                    + "the output, {start, end, type}: offsets count UTF-16 code units, end is excluded, and no span cuts a "
                    + "character in half. Each refused line is listed with its reason and does not affect the others."
            )
            .ProducesProblem(400)
            .ProducesProblem(408)
            .ProducesProblem(413)
            .ProducesProblem(429)
            .ProducesProblem(503);
    }

    private static Task<Results<Ok<LabelImportResult>, ProblemHttpResult>> ImportAsync(
        HttpContext context,
        ApiCaller caller,
        LabelImportService import,
        IngestBody body
    )
    {
        var committed = new LabelImportResult();
        return body.TakeAsync(
            context,
            stream => import.ImportAsync(caller.TenantId, stream, r => committed = r, context.RequestAborted),
            () => committed
        );
    }

    private static async Task ExportAsync(
        HttpContext context,
        ApiCaller caller,
        LabelExport export,
        IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json,
        string? workflow,
        string? format,
        string? from,
        string? to,
        bool all = false,
        bool bom = false,
        bool unanswered = false
    )
    {
        var query = new QueryParameters();
        var (since, until) = (query.Time("from", from), query.Time("to", to));
        var csv = query.OneOf("format", format, "ndjson", ["ndjson", "csv"]) == "csv";
        if (query.Problem is { } problem)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        if (workflow is not null && !await export.HasWorkflowAsync(caller, workflow, context.RequestAborted))
        {
            await Problems.WriteAsync(context, StatusCodes.Status404NotFound, $"There is no workflow '{workflow}' in this tenant.");
            return;
        }

        var rows = export.ReadAsync(caller, workflow, since, until, all, unanswered, context.RequestAborted);
        context.Response.ContentType = csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        if (csv)
        {
            await LabelExport.WriteCsvAsync(rows, context.Response.Body, bom, context.RequestAborted);
            return;
        }

        await foreach (var row in rows)
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, row, json.Value.SerializerOptions, context.RequestAborted);
            await context.Response.Body.WriteAsync(LineEnd, context.RequestAborted);
        }
    }
}
