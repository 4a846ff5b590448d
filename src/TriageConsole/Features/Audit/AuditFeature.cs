using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Audit;

internal static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<AuditKeys>()
            .AddSingleton<AuditCheckpoints>()
            .AddSingleton<AuditCheck>()
            .AddSingleton<AuditProofs>()
            .AddSingleton<AuditReader>();
    }

    public static IServiceCollection AddAuditJobs(this IServiceCollection services) => services.AddJob<AuditCheckpointJob>();

    public static void MapAudit(this WebApplication app) =>
        app.MapGet("/exports/audit", ExportAsync)
            .RequireAuthorization(Policies.Admin)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();

    private static async Task ExportAsync(HttpContext context, AccessService access, AuditReader reader)
    {
        var query = context.Request.Query;
        var admin = await access.ForAsync(context.User, context.RequestAborted);
        var rows = reader.ReadAsync(admin, query["q"], query["action"], GridQuery.Of(query), context.RequestAborted);
        await CsvDownload.WriteAsync(context, "audit-log.csv", AuditColumns.All, rows);
    }
}
