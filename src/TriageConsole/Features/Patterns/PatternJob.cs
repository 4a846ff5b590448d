using TriageConsole.Jobs;

namespace TriageConsole.Features.Patterns;

/// <summary>Searches for patterns in workflows with new data, one after another.</summary>
internal sealed class PatternJob(PatternSearch search, LargeReads reads) : BackgroundJob
{
    public const string JobName = "patterns";

    public override string Name => JobName;

    public override string Purpose => "Searches for failure patterns in workflows with new interactions or labels.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    /// <summary>After an error, a search is due again after its own pause.</summary>
    public override async Task RunAsync(JobRun run)
    {
        foreach (var workflow in await search.DueAsync(onlyAtOnce: true, run.CancellationToken))
            await SearchAsync(workflow, isPaced: false);
        foreach (var workflow in await search.DueAsync(cancellationToken: run.CancellationToken))
        {
            if (!reads.IsTime(Name))
                break;
            await SearchAsync(workflow, isPaced: true);
        }

        Task SearchAsync(long workflow, bool isPaced) =>
            run.GuardAsync($"Workflow {workflow}", () => search.SearchAsync(workflow, isPaced, run.CancellationToken));
    }
}
