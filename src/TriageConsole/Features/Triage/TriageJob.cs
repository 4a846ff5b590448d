using System.Globalization;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Triage;

/// <summary>Runs due sampling rounds, and ranks the queue again after each pattern search.</summary>
internal sealed class TriageJob(SamplingService sampling, RankingService ranking, QueueAssignments assignments, JobMarks marks)
    : BackgroundJob
{
    /// <summary>Marks of completed rankings. A failed ranking counts separately from a failed round of the same workflow.</summary>
    private const string Ranking = "ranking";

    public override string Name => "sampling-rounds";

    public override string Purpose =>
        "Runs sampling rounds that are due, ranks queues again after a pattern search, and frees items assigned to people who left.";

    public override TimeSpan Period => TimeSpan.FromSeconds(10);

    public override async Task RunAsync(JobRun run)
    {
        await run.GuardAsync("Sampling rounds", () => DrawAsync(run));
        await run.GuardAsync("Ranking", () => RankAsync(run));
        await run.GuardAsync("Assigned items", () => assignments.ReleaseAsync(run.CancellationToken));
    }

    /// <summary>A round that fails repeatedly ends as failed, and does not delay other workflows.</summary>
    private async Task DrawAsync(JobRun run)
    {
        foreach (var workflow in await sampling.DueAsync(run.CancellationToken))
            await run.ItemAsync(
                workflow,
                $"Sampling round of workflow {workflow}",
                () => sampling.DrawAsync(workflow, run.CancellationToken)
            );
    }

    private async Task RankAsync(JobRun run)
    {
        var done = await marks.OfAsync(Ranking, run.CancellationToken);
        foreach (var (workflow, searched) in await ranking.SearchesAsync(run.CancellationToken))
        {
            if (searched is null)
                continue;
            var search = searched.Value.UtcTicks.ToString(CultureInfo.InvariantCulture);
            if (done.GetValueOrDefault(workflow)?.Value == search)
                continue;
            await run.GuardAsync(
                $"Ranking of workflow {workflow}",
                async () =>
                {
                    await ranking.RankAsync(workflow, run.CancellationToken);
                    await marks.SetAsync(Ranking, workflow, search, run.CancellationToken);
                }
            );
        }
    }
}
