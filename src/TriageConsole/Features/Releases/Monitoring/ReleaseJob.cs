using TriageConsole.Jobs;

namespace TriageConsole.Features.Releases.Monitoring;

/// <summary>Runs every few seconds, so that new evidence appears and takes effect soon.</summary>
internal sealed class ReleaseJob(ReleaseGuard guard) : BackgroundJob
{
    public override string Name => "release-gates";

    public override string Purpose => "Evaluates gates, carries out plans, ends canaries that fail, and monitors promoted releases.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(JobRun run)
    {
        foreach (var workflow in await guard.DueAsync(run.CancellationToken))
            await run.GuardAsync($"Releases of workflow {workflow}", () => guard.LookAsync(workflow, run.CancellationToken));
    }
}
