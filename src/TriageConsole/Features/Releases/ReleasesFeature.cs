using TriageConsole.Features.Ingest;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Releases;

internal static class ReleasesFeature
{
    public static IServiceCollection AddReleases(this IServiceCollection services) =>
        services
            .AddSingleton<RegistryService>()
            .AddSingleton<ReleaseWriter>()
            .AddSingleton<ReleaseNews>()
            .AddSingleton<SharedUnitService>()
            .AddSingleton<IIngestStage, SharedUnitStage>()
            .AddSingleton<GateService>()
            .AddSingleton<PromotionService>()
            .AddSingleton<ExperimentService>()
            .AddSingleton<WatchService>()
            .AddSingleton<ReleaseGuard>()
            .AddSingleton<ReleasePolicyService>()
            .AddSingleton<ReleaseReader>()
            .AddSingleton<ReleaseDetailReader>();

    public static IServiceCollection AddReleaseJobs(this IServiceCollection services) => services.AddJob<ReleaseJob>();

    public static void MapReleases(this WebApplication app) => ReleasesEndpoints.Map(app);
}
