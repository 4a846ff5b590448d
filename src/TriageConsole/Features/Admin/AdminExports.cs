using TriageConsole.Account;
using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

/// <summary>The lists of the admin pages as files, with the address parameters of the pages.</summary>
internal static class AdminExports
{
    public static void MapAdmin(this WebApplication app)
    {
        app.MapKeys();
        app.MapGet("/exports/people", PeopleAsync)
            .RequireAuthorization(Policies.Admin)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
        app.MapGet("/exports/keys", KeysAsync)
            .RequireAuthorization(Policies.Admin)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    private static async Task PeopleAsync(HttpContext context, AccessService access, PeopleReader reader)
    {
        var query = context.Request.Query;
        var admin = await access.ForAsync(context.User, context.RequestAborted);
        var rows = reader.ReadAsync(admin, query["q"], GridQuery.Of(query), context.RequestAborted);
        await CsvDownload.WriteAsync(context, "people.csv", PeopleColumns.All, rows);
    }

    private static async Task KeysAsync(HttpContext context, AccessService access, ApiKeyService service)
    {
        var admin = await access.ForAsync(context.User, context.RequestAborted);
        var rows = service.ReadAsync(admin, GridQuery.Of(context.Request.Query), context.RequestAborted);
        await CsvDownload.WriteAsync(context, "keys.csv", KeyColumns.All, rows);
    }
}
