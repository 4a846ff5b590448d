using TriageConsole.Features.Redaction;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest.Log;

internal static class EventLogFeature
{
    public static IServiceCollection AddEventLog(this IServiceCollection services)
    {
        services.AddOptions<EventLogOptions>().BindConfiguration(EventLogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<EventLogSecrets>()
            .AddSingleton<EventLogKeys>()
            .AddSingleton<EventLogOutbox>()
            .AddSingleton<SegmentWriter>()
            .AddSingleton<EventLogStateReader>()
            .AddSingleton<EventLogVerifier>()
            .AddSingleton<EventLogReplay>()
            .AddSingleton<IErasurePart, EventLogErasure>()
            .AddSingleton<IObjectStore>(CreateStore);
    }

    public static IServiceCollection AddEventLogJobs(this IServiceCollection services) => services.AddJob<EventLogJob>();

    private static IObjectStore CreateStore(IServiceProvider services) =>
        ObjectStores.Create(
            services.GetRequiredService<Microsoft.Extensions.Options.IOptions<EventLogOptions>>().Value,
            EventLogOptions.Section
        );
}
