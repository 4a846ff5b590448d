using Microsoft.Net.Http.Headers;
using TriageConsole.Auditing;
using TriageConsole.Data.Tables;
using TriageConsole.Features.Interactions;
using TriageConsole.Security;

namespace TriageConsole.Features.Tables;

internal static class TablesEndpoints
{
    public static void MapTables(this WebApplication app)
    {
        app.MapGet("/api/v1/workflows/{workflow}/table", ReadAsync)
            .WithTags("Wide table")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadTable")
            .AddEndpointFilter<ExportAudit>()
            .WithSummary("Export the wide table of a workflow")
            .WithDescription(
                "One row per interaction with its signals, outcome, labels and versions, streamed in the order of time. format: ndjson, "
                    + "csv or parquet. Filters: from, to, and those of the list of interactions. docs/wide-table.md describes the "
                    + "columns. If the response ends early, the connection is aborted."
            )
            .Produces(200, contentType: "application/x-ndjson")
            .ProducesProblem(400)
            .ProducesProblem(404);
        app.MapTableSchedules();
        app.MapGet("/exports/tables/{key}", DownloadAsync)
            .RequireAuthorization(Policies.Lead)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
        app.MapGet("/exports/table-files/{id:long}", FileAsync)
            .RequireAuthorization(Policies.Lead)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    private static async Task ReadAsync(string workflow, string? format, HttpContext context, ApiCaller caller, TableService tables)
    {
        var query = new QueryParameters();
        var filter = InteractionQuery.Of(context.Request.Query).Read(query);
        var name = query.OneOf("format", format, "ndjson", TableFormats.Names);
        if (query.Problem is { } problem)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var result = await tables.OpenAsync(caller, workflow, filter, context.RequestAborted);
        if (!result.Ok)
        {
            await result.Error.ToProblem().ExecuteAsync(context);
            return;
        }

        await WriteAsync(context, workflow, TableFormats.Of(name), result.Value);
    }

    /// <summary>The table as the page shows it: its filters and its columns.</summary>
    private static async Task DownloadAsync(
        string key,
        string? tenant,
        string? format,
        HttpContext context,
        AccessService people,
        TableService tables
    )
    {
        var access = await people.ForAsync(context.User, context.RequestAborted);
        var values = context.Request.Query;
        var filter = InteractionListQuery.Of(values).Filter;
        if (await tables.OpenAsync(access, key, tenant, filter, context.RequestAborted) is not { } table)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var shown = values["columns"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        var columns = shown.Select(TablePage.NameOf).ToHashSet(StringComparer.Ordinal);
        var name = TableFormats.Names.Contains(format, StringComparer.Ordinal) ? format! : "csv";
        await WriteAsync(context, key, TableFormats.Of(name), table.With(columns));
    }

    private static async Task FileAsync(long id, HttpContext context, AccessService people, TableScheduleService schedules)
    {
        var access = await people.ForAsync(context.User, context.RequestAborted);
        if (await schedules.OpenAsync(access, id, context.RequestAborted) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using var content = file.Content;
        SetHeaders(context, file.Name, file.Format);
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, string workflow, TableFormat format, OpenTable table)
    {
        SetHeaders(context, $"{workflow}.{TableFormats.Extension(format)}", format);
        await TableWriter.WriteAsync(format, table.Columns, table.Rows, context.Response.Body, context.RequestAborted);
    }

    private static void SetHeaders(HttpContext context, string name, TableFormat format)
    {
        context.Response.ContentType = TableFormats.ContentType(format);
        context.Response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        // Also for names with quotes or other letters than ASCII.
        disposition.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
    }
}
