using TriageConsole.Features.Redaction;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Tables;

internal static class TablesFeature
{
    public static IServiceCollection AddTables(this IServiceCollection services)
    {
        services.AddOptions<TableExportOptions>().BindConfiguration(TableExportOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<TableService>()
            .AddSingleton<TableExportStore>()
            .AddSingleton<TableExporter>()
            .AddSingleton<TableScheduleService>()
            .AddSingleton<TableScheduleApi>()
            .AddSingleton<IErasurePart, TableErasure>();
    }

    public static IServiceCollection AddTableJobs(this IServiceCollection services) => services.AddJob<TableExportJob>();
}
