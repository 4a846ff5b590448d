using TriageConsole.Jobs;

namespace TriageConsole.Features.Patterns;

/// <summary>Searches for patterns where there is something new, one workflow after the other.</summary>
internal sealed class PatternJob(PatternSearch search) : BackgroundJob
{
    public override string Name => "patterns";

    public override string Purpose => "Searches for failure patterns where interactions or labels are new.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    /// <summary>A search that fails is due again after a pause of its own.</summary>
    public override async Task RunAsync(JobRun run)
    {
        foreach (var workflow in await search.DueAsync(run.CancellationToken))
            await run.GuardAsync($"Workflow {workflow}", () => search.SearchAsync(workflow, run.CancellationToken));
    }
}
