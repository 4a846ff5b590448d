using TriageConsole.Features.Ingest;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Impact;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Releases;

internal static class ReleasesFeature
{
    public static IServiceCollection AddReleases(this IServiceCollection services) =>
        services
            .AddSingleton<RegistryService>()
            .AddSingleton<ReleaseWriter>()
            .AddSingleton<TrafficRegistration>()
            .AddSingleton<ReleaseNotices>()
            .AddSingleton<SharedUnitService>()
            .AddSingleton<IIngestStage, SharedUnitStage>()
            .AddSingleton<GateService>()
            .AddSingleton<ReleaseChanges>()
            .AddSingleton<PromotionService>()
            .AddSingleton<RollbackService>()
            .AddSingleton<ExperimentService>()
            .AddSingleton<FreezeService>()
            .AddSingleton<ApprovalService>()
            .AddSingleton<ApprovalGuard>()
            .AddSingleton<PlanService>()
            .AddSingleton<PlanRunner>()
            .AddSingleton<PostPromotionMonitor>()
            .AddSingleton<ReleaseGuard>()
            .AddSingleton<ReleasePolicyService>()
            .AddSingleton<ReleaseLookup>()
            .AddSingleton<TrafficVersionReader>()
            .AddSingleton<ReleaseReader>()
            .AddSingleton<ReleaseWorkflowReader>()
            .AddSingleton<ReleaseDetailReader>()
            .AddSingleton<ReleaseLabelsReader>();

    public static IServiceCollection AddReleaseJobs(this IServiceCollection services) => services.AddJob<ReleaseJob>();

    public static void MapReleases(this WebApplication app) => ReleasesEndpoints.Map(app);
}
