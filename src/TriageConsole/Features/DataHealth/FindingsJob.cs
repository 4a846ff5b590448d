using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Jobs;
using TriageConsole.Features.Ingest;
using TriageConsole.Jobs;

namespace TriageConsole.Features.DataHealth;

/// <summary>
/// Checks each workflow that changed since its last check, at most every five minutes, and at once after a large batch.
/// </summary>
internal sealed class FindingsJob(
    FindingsService findings,
    IDbContextFactory<TriageDbContext> contexts,
    JobMarks marks,
    BatchEnds batches,
    TimeProvider time
) : BackgroundJob
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    public override string Name => "data-alerts";

    public override string Purpose => "Checks the data of changed workflows.";

    public override TimeSpan Period => TimeSpan.FromSeconds(15);

    public override async Task RunAsync(JobRun run)
    {
        var looks = await marks.OfAsync(Name, run.CancellationToken);
        var ended = await batches.ListAsync(run.CancellationToken);
        foreach (var (workflow, seen) in await SeenAsync(run.CancellationToken))
            if (IsDue(looks.GetValueOrDefault(workflow), seen, ended.GetValueOrDefault(workflow)))
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

    private bool IsDue(JobMark? last, string seen, BatchEnd? batch) =>
        last is null || (last.Value != seen && (last.At <= time.GetUtcNow() - Pause || batch?.Interactions > Interactions(last.Value)));

    private static long Interactions(string seen) => long.Parse(seen.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture);

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
