using TriageConsole.Jobs;

namespace TriageConsole.Features.Patterns;

/// <summary>Searches for patterns in workflows with new data, one after another.</summary>
internal sealed class PatternJob(PatternSearch search) : BackgroundJob
{
    public override string Name => "patterns";

    public override string Purpose => "Searches for failure patterns in workflows with new interactions or labels.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    /// <summary>
    /// After an error, a search is due again after its own pause. How long a search took decides when the next one is due, so this is asked
    /// before each search.
    /// </summary>
    public override async Task RunAsync(JobRun run)
    {
        var tried = new HashSet<long>();
        while ((await search.DueAsync(run.CancellationToken)).Where(tried.Add).Take(1).ToList() is [var workflow])
            await run.GuardAsync($"Workflow {workflow}", () => search.SearchAsync(workflow, run.CancellationToken));
    }
}
