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
            .AddSingleton<EventLogVerifier>()
            .AddSingleton<EventLogReplay>()
            .AddSingleton<IErasurePart, EventLogErasure>()
            .AddSingleton<IObjectStore>(CreateStore);
    }

    public static IServiceCollection AddEventLogJobs(this IServiceCollection services) => services.AddJob<EventLogJob>();

    private static IObjectStore CreateStore(IServiceProvider services)
    {
        var options = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<EventLogOptions>>().Value;
        return options.Active switch
        {
            EventLogStore.S3 => new S3Store(options),
            EventLogStore.AzureBlob => new AzureBlobStore(options),
            EventLogStore.Folder when options.Folder is { Length: > 0 } folder => new FolderStore(folder),
            EventLogStore.Folder => throw new InvalidOperationException("EventLog:Folder is not set."),
            _ => throw new InvalidOperationException("The event log is off. Set EventLog:Folder or EventLog:Store."),
        };
    }
}
