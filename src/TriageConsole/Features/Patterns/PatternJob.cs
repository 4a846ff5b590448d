using TriageConsole.Jobs;

namespace TriageConsole.Features.Patterns;

/// <summary>Searches for patterns in workflows with new data, one after another.</summary>
internal sealed class PatternJob(PatternSearch search) : BackgroundJob
{
    public override string Name => "patterns";

    public override string Purpose => "Searches for failure patterns in workflows with new interactions or labels.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    /// <summary>After an error, a search is due again after its own pause.</summary>
    public override async Task RunAsync(JobRun run)
    {
        foreach (var workflow in await search.DueAsync(run.CancellationToken))
            await run.GuardAsync($"Workflow {workflow}", () => search.SearchAsync(workflow, run.CancellationToken));
    }
}
