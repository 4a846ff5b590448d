using Microsoft.Extensions.Options;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Retraining;

/// <summary>Works on runs of commands, one after another. A job of its own, because a command can take hours.</summary>
internal sealed class RetrainingCommandJob(RunWorker worker, IOptions<RetrainingOptions> options) : BackgroundJob
{
    public override string Name => "retraining-commands";

    public override string Purpose => "Works on retraining runs of commands one after another.";

    /// <summary>New runs are rare, and each look of the scheduler is several transactions.</summary>
    public override TimeSpan Period => TimeSpan.FromMilliseconds(Math.Max(5 * options.Value.PollMilliseconds, 250));

    public override async Task RunAsync(JobRun run)
    {
        while (await worker.RunNextAsync(commands: true, run.Fail, run.CancellationToken)) { }
    }
}
