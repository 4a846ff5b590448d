using Microsoft.Extensions.Options;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Retraining;

/// <summary>Validates datasets, and works on runs of services. Its steps are short.</summary>
internal sealed class RetrainingJob(RunWorker worker, IOptions<RetrainingOptions> options) : BackgroundJob
{
    public override string Name => "retraining-services";

    public override string Purpose => "Works on retraining runs of webhooks and fine-tuning APIs.";

    /// <summary>New runs are rare, and each look of the scheduler is several transactions.</summary>
    public override TimeSpan Period => TimeSpan.FromMilliseconds(Math.Max(5 * options.Value.PollMilliseconds, 250));

    public override async Task RunAsync(JobRun run)
    {
        while (await worker.RunNextAsync(commands: false, run.Fail, run.CancellationToken)) { }
    }
}
