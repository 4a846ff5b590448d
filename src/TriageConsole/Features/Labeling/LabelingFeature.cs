using TriageConsole.Jobs;

namespace TriageConsole.Features.Labeling;

internal static class LabelingFeature
{
    public static IServiceCollection AddLabeling(this IServiceCollection services)
    {
        services
            .AddOptions<LabelingOptions>()
            .BindConfiguration(LabelingOptions.Section)
            .Validate(o => o.IsValid(), "A setting of Labeling is out of its range, see docs/operating.md")
            .ValidateOnStart();
        return services
            .AddSingleton<PendingSubmits>()
            .AddSingleton<OpenPages>()
            .AddSingleton<LabelingWindows>()
            .AddSingleton<LabelingService>()
            .AddSingleton<LabelingLeases>()
            .AddSingleton<LabelRecords>();
    }

    /// <summary>What runs in the serving app only.</summary>
    public static IServiceCollection AddLabelingJobs(this IServiceCollection services) =>
        services.AddJob<LeaseCollector>().AddHostedService(s => s.GetRequiredService<OpenPages>());
}
