using TriageConsole.Features.Ingest;
using TriageConsole.Features.Workflows;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Scoring;

internal static class ScoringFeature
{
    public static IServiceCollection AddScoring(this IServiceCollection services) =>
        services
            .AddSingleton<IIngestStage, ScoringStage>()
            .AddSingleton<RescoreService>()
            .AddSingleton<IRescoring>(s => s.GetRequiredService<RescoreService>());

    public static IServiceCollection AddScoringJobs(this IServiceCollection services) => services.AddJob<RescoreJob>();
}
