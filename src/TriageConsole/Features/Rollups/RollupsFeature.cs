using TriageConsole.Features.Ingest;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Rollups;

/// <summary>Sums of the interactions by slice and time, stored in the transaction of each batch.</summary>
internal static class RollupsFeature
{
    public static IServiceCollection AddRollups(this IServiceCollection services) =>
        services.AddSingleton<IIngestStage, RollupStage>().AddSingleton<RollupBackfill>();

    public static IServiceCollection AddRollupJobs(this IServiceCollection services) => services.AddJob<RollupBackfillJob>();
}
