using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Jobs;

namespace TriageConsole.Features.DataHealth;

/// <summary>Checks each workflow that changed since its last check, at most every five minutes.</summary>
internal sealed class FindingsJob(FindingsService findings, IDbContextFactory<TriageDbContext> contexts, JobMarks marks, TimeProvider time)
    : BackgroundJob
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    public override string Name => "data-alerts";

    public override string Purpose => "Checks the data of changed workflows.";

    public override TimeSpan Period => TimeSpan.FromSeconds(15);

    public override async Task RunAsync(JobRun run)
    {
        var looks = await marks.OfAsync(Name, run.CancellationToken);
        foreach (var (workflow, seen) in await SeenAsync(run.CancellationToken))
            if (looks.GetValueOrDefault(workflow) is not { } last || (last.Value != seen && last.At <= time.GetUtcNow() - Pause))
                await run.ItemAsync(
                    workflow,
                    $"Data of workflow {workflow}",
                    async () =>
                    {
                        await findings.LookAsync(workflow, run.CancellationToken);
                        await marks.SetAsync(Name, workflow, seen, run.CancellationToken);
                    }
                );
    }

    /// <summary>A text per workflow that changes when its data changes.</summary>
    private async Task<List<(long Workflow, string Seen)>> SeenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db
            .WorkflowCounters.GroupBy(c => c.WorkflowId)
            .Select(g => new
            {
                g.Key,
                Interactions = g.Sum(c => c.Interactions),
                NeedsReview = g.Sum(c => c.NeedsReview),
            })
            .Where(c => c.Interactions > 0)
            .ToListAsync(cancellationToken);
        return counts.ConvertAll(c => (c.Key, string.Create(CultureInfo.InvariantCulture, $"{c.Interactions} {c.NeedsReview}")));
    }
}
