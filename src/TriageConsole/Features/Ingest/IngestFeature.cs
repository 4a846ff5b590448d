using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Features.Ingest.Otlp;
using TriageConsole.Features.Redaction;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest;

internal static class IngestFeature
{
    /// <summary>Registers the ingest service for the web server and the command line.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.AddOptions<IngestOptions>().BindConfiguration("Ingest").ValidateDataAnnotations().ValidateOnStart();
        return services
            // Runs last in an erasure: it removes what the other parts find the interactions by.
            .AddSingleton<IErasurePart, IngestErasure>()
            .AddEventLog()
            .AddBus()
            .AddSingleton<IngestPermits>()
            .AddSingleton<IngestBody>()
            .AddSingleton<IngestService>()
            .AddSingleton<BatchEnds>()
            .AddSingleton<TelemetryBody>()
            .AddSingleton<TelemetryService>()
            .AddSingleton<LangfuseService>();
    }

    /// <summary>Registers the background jobs.</summary>
    public static IServiceCollection AddIngestJobs(this IServiceCollection services) =>
        services
            .AddOtlpGrpc()
            .AddJob<WaitingSignalsJob>()
            .AddJob<BatchEndJob>()
            .AddJob<TraceCleanupJob>()
            .AddJob<TraceFoldJob>()
            .AddEventLogJobs()
            .AddBusConsumers();
}
