using TriageConsole.Jobs;

namespace TriageConsole.Features.Releases.Monitoring;

/// <summary>Every few seconds: a window's evidence is on the page, and acted on, soon after it is in.</summary>
internal sealed class ReleaseJob(ReleaseGuard guard) : BackgroundJob
{
    public override string Name => "release-gates";

    public override string Purpose => "Evaluates gates, ends canaries that fail, and monitors promoted releases.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(JobRun run)
    {
        foreach (var workflow in await guard.DueAsync(run.CancellationToken))
            await run.GuardAsync($"Releases of workflow {workflow}", () => guard.LookAsync(workflow, run.CancellationToken));
    }
}
