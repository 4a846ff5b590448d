using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>The list of a golden set as a file, with the address parameters of its page.</summary>
internal static class GoldenListExport
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/exports/golden/{key}", ExportAsync).RequireAuthorization().AddEndpointFilter<ExportAudit>().ExcludeFromDescription();

    private static async Task ExportAsync(
        string key,
        string? tenant,
        HttpContext context,
        AccessService people,
        WorkflowDirectory directory,
        GoldenReader reader
    )
    {
        var access = await people.ForAsync(context.User, context.RequestAborted);
        if (await GoldenPage.FindAsync(directory, reader, access, key, tenant) is not { } workflow)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var rows = await reader.ListAsync(access, workflow, context.RequestAborted);
        await CsvDownload.WriteAsync(
            context,
            "golden.csv",
            GoldenColumns.All,
            GoldenColumns.Ordered(rows, GridQuery.Of(context.Request.Query)).ToAsyncEnumerable()
        );
    }
}
