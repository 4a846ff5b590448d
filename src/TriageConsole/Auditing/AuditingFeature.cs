using TriageConsole.Jobs;

namespace TriageConsole.Auditing;

internal static class AuditingFeature
{
    public static IServiceCollection AddAuditing(this IServiceCollection services) => services.AddSingleton<AuditSequencer>();

    public static IServiceCollection AddAuditingJobs(this IServiceCollection services) => services.AddJob<AuditSequencerJob>();
}
