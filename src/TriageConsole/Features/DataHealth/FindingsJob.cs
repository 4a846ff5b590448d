using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Ingest;
using TriageConsole.Jobs;

namespace TriageConsole.Features.DataHealth;

/// <summary>
/// Checks each workflow that changed since its last check, at most every five minutes, less often if the checks take long, and at once
/// after a large batch.
/// </summary>
internal sealed class FindingsJob(
    FindingsService findings,
    IDbContextFactory<TriageDbContext> contexts,
    JobMarks marks,
    BatchEnds batches,
    LargeReads reads,
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
        var now = time.GetUtcNow();
        var due =
            from w in await SeenAsync(run.CancellationToken)
            let last = looks.GetValueOrDefault(w.Workflow)
            let isAtOnce = last is null || ended.GetValueOrDefault(w.Workflow)?.Interactions > Interactions(last.Value)
            where last?.Value != w.Seen && (isAtOnce || last!.At <= now - Pause)
            orderby isAtOnce descending, last?.At
            select (w.Workflow, w.Seen, IsAtOnce: isAtOnce);
        foreach (var (workflow, seen, isAtOnce) in due.ToList())
        {
            if (!isAtOnce && !reads.IsTime(Name))
                break;
            await run.ItemAsync(
                workflow,
                $"Data of workflow {workflow}",
                async () =>
                {
                    await findings.LookAsync(workflow, isAtOnce ? null : Name, run.CancellationToken);
                    await marks.SetAsync(Name, workflow, seen, run.CancellationToken);
                }
            );
        }
    }

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
