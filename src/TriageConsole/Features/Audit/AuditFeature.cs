using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Jobs;
using TriageConsole.Outbound;
using TriageConsole.Security;

namespace TriageConsole.Features.Audit;

internal static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services
            .AddOptions<AuditOptions>()
            .BindConfiguration(AuditOptions.Section)
            .ValidateDataAnnotations()
            .Validate(o => o.IsValid(), "A setting of Audit is out of its range. See docs/audit-log.md.")
            .ValidateOnStart();
        services
            .AddHttpClient(nameof(AuditWebhook), c => c.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(s => s.GetRequiredService<OutboundHttp>().CreateHandler())
            .AddWebhookResilience();
        return services
            .AddSingleton<AuditWebhook>()
            .AddSingleton<AuditKeys>()
            .AddSingleton<AuditCheckpoints>()
            .AddSingleton<AuditCheck>()
            .AddSingleton<AuditProofs>()
            .AddSingleton<AuditReader>();
    }

    public static IServiceCollection AddAuditJobs(this IServiceCollection services) => services.AddJob<AuditCheckpointJob>();

    public static void MapAudit(this WebApplication app)
    {
        AuditEndpoints.Map(app);
        app.MapGet("/exports/audit", ExportAsync)
            .RequireAuthorization(Policies.Admin)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    private static async Task ExportAsync(HttpContext context, AccessService access, AuditReader reader)
    {
        var query = context.Request.Query;
        var admin = await access.ForAsync(context.User, context.RequestAborted);
        var rows = reader.ReadAsync(admin, query["q"], query["action"], GridQuery.Of(query), context.RequestAborted);
        await CsvDownload.WriteAsync(context, "audit-log.csv", AuditColumns.All, rows);
    }
}
