using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Triage;

/// <summary>The lists of the queue pages as files, with the address parameters of the pages.</summary>
internal static class QueueExports
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/exports/queues", QueuesAsync)
            .RequireAuthorization(Policies.Lead)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
        app.MapGet("/exports/queues/{key}", QueueAsync)
            .RequireAuthorization(Policies.Lead)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    private static async Task QueuesAsync(HttpContext context, AccessService people, QueueList list)
    {
        var query = context.Request.Query;
        var access = await people.ForAsync(context.User, context.RequestAborted);
        var rows = list.ReadQueuesAsync(access, query["find"], GridQuery.Of(query), context.RequestAborted);
        await CsvDownload.WriteAsync(context, "queues.csv", QueueSummaryColumns.All, rows);
    }

    private static async Task QueueAsync(
        string key,
        string? tenant,
        string? source,
        string? segment,
        string? pattern,
        HttpContext context,
        AccessService people,
        WorkflowDirectory directory,
        QueueList list
    )
    {
        var access = await people.ForAsync(context.User, context.RequestAborted);
        if (await directory.FindAsync(access, Role.Lead, key, tenant, context.RequestAborted) is not { } workflow)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var rows = list.ReadAsync(
            access,
            workflow,
            QueueFilter.Of(source, segment, pattern),
            GridQuery.Of(context.Request.Query),
            context.RequestAborted
        );
        await CsvDownload.WriteAsync(context, "queue.csv", QueueColumns.All, rows);
    }
}
