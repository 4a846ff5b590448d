using Microsoft.Extensions.Options;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Retraining.Executors;
using TriageConsole.Features.Retraining.Proposals;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Features.Retraining.Scores;
using TriageConsole.Jobs;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Retraining;

internal static class RetrainingFeature
{
    private static readonly TimeSpan UploadLimit = TimeSpan.FromMinutes(10);

    public static IServiceCollection AddRetraining(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<RetrainingOptions>, RetrainingOptionsCheck>();
        services.AddOptions<RetrainingOptions>().BindConfiguration(RetrainingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services
            .AddHttpClient(nameof(WebhookExecutor), c => c.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(s => s.GetRequiredService<OutboundHttp>().CreateHandler())
            .AddWebhookResilience();
        services
            .AddHttpClient(nameof(FineTuningClient), c => c.Timeout = UploadLimit)
            .ConfigurePrimaryHttpMessageHandler(s => s.GetRequiredService<OutboundHttp>().CreateHandler());
        return services
            .AddSingleton<ProposalWriter>()
            .AddSingleton<TriggerCheck>()
            .AddSingleton<RunStarter>()
            .AddSingleton<RunChanges>()
            .AddSingleton<RunClaims>()
            .AddSingleton<RunContexts>()
            .AddSingleton<RunResults>()
            .AddSingleton<RunWorker>()
            .AddSingleton<CallbackService>()
            .AddSingleton<ConsoleAddress>()
            .AddSingleton<RunFiles>()
            .AddSingleton<FineTuningClient>()
            .AddSingleton<IExecutor, CommandExecutor>()
            .AddSingleton<IExecutor, WebhookExecutor>()
            .AddSingleton<IExecutor, FineTuningExecutor>()
            .AddSingleton<CandidateScorer>()
            .AddSingleton<ScoreService>()
            .AddSingleton<RetrainingReader>()
            .AddSingleton<RetrainingService>()
            .AddSingleton<RetrainingSettingsService>()
            .AddSingleton<IErasurePart, RetrainingErasure>();
    }

    public static IServiceCollection AddRetrainingJobs(this IServiceCollection services) =>
        services.AddJob<RetrainingTriggerJob>().AddJob<RetrainingJob>().AddJob<RetrainingCommandJob>();
}
