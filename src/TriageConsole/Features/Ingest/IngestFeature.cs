using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest;

internal static class IngestFeature
{
    /// <summary>The service itself: for the web and for the command line.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.AddOptions<IngestOptions>().BindConfiguration("Ingest").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<IngestPermits>().AddSingleton<IngestBody>().AddSingleton<IngestService>();
    }

    /// <summary>The jobs behind it.</summary>
    public static IServiceCollection AddIngestJobs(this IServiceCollection services) => services.AddJob<WaitingSignalsJob>();
}
