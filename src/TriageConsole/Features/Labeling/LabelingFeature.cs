using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Workflows;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Labeling;

internal static class LabelingFeature
{
    public static IServiceCollection AddLabeling(this IServiceCollection services)
    {
        services
            .AddOptions<LabelingOptions>()
            .BindConfiguration(LabelingOptions.Section)
            .Validate(o => o.IsValid(), "A setting of section Labeling is out of range. See docs/operating.md.")
            .ValidateOnStart();
        return services
            .AddSingleton<IErasurePart, LabelingErasure>()
            .AddSingleton<PendingSubmits>()
            .AddSingleton<OpenPages>()
            .AddSingleton<LabelingWindows>()
            .AddSingleton<LabelingService>()
            .AddSingleton<LabelingLeases>()
            .AddSingleton<LabelRecords>()
            .AddSingleton<OwnLabels>()
            .AddSingleton<FlagNotifier>()
            .AddSingleton<LabelerFlags>()
            .AddSingleton<FlagInbox>()
            .AddSingleton<IOpenFlags>(s => s.GetRequiredService<FlagInbox>())
            .AddSingleton<FlagActions>()
            .AddSingleton<FlagApi>()
            .AddSingleton<FlagRedaction>();
    }

    /// <summary>Registers the background jobs of the web server.</summary>
    public static IServiceCollection AddLabelingJobs(this IServiceCollection services) =>
        services.AddJob<LeaseCollector>().AddHostedService(s => s.GetRequiredService<OpenPages>());
}
