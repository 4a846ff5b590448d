using Microsoft.Extensions.Options;
using TriageConsole.Features.Retraining.Proposals;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Retraining;

/// <summary>Checks all patterns for triggers.</summary>
internal sealed class RetrainingTriggerJob(TriggerCheck check, IOptions<RetrainingOptions> options) : BackgroundJob
{
    public override string Name => "retraining-triggers";

    public override string Purpose => "Proposes retrainings for patterns that grow, are severe, or have new labels.";

    public override TimeSpan Period => TimeSpan.FromMinutes(options.Value.CheckMinutes);

    public override async Task RunAsync(JobRun run)
    {
        foreach (var workflow in await check.WorkflowsAsync(run.CancellationToken))
            await run.GuardAsync($"Workflow {workflow}", () => check.CheckAsync(workflow, run.CancellationToken));
    }
}
