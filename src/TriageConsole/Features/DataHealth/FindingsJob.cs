using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Jobs;
using TriageConsole.Features.Ingest;
using TriageConsole.Jobs;

namespace TriageConsole.Features.DataHealth;

/// <summary>
/// Checks each workflow that changed since its last check, at most every five minutes, less often if the checks take long, and at once after
/// a large batch.
/// </summary>
internal sealed class FindingsJob(
    FindingsService findings,
    IDbContextFactory<TriageDbContext> contexts,
    JobMarks marks,
    BatchEnds batches,
    TimeProvider time
) : BackgroundJob
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMinutes(5);

    public override string Name => "data-alerts";

    public override string Purpose => "Checks the data of changed workflows.";

    public override TimeSpan Period => TimeSpan.FromSeconds(15);

    /// <summary>How long a check took decides when the next one is due, so this is asked before each check.</summary>
    public override async Task RunAsync(JobRun run)
    {
        var tried = new HashSet<long>();
        while (await NextAsync(tried, run.CancellationToken) is var (workflow, seen))
        {
            tried.Add(workflow);
            await run.ItemAsync(
                workflow,
                $"Data of workflow {workflow}",
                async () =>
                {
                    var took = await findings.LookAsync(workflow, run.CancellationToken);
                    await marks.SetAsync(Name, workflow, Mark(seen, took), run.CancellationToken);
                }
            );
        }
    }

    /// <summary>The workflow that is checked next, and what was seen of it; null if none is due.</summary>
    private async Task<(long Workflow, string Seen)?> NextAsync(HashSet<long> tried, CancellationToken cancellationToken)
    {
        var looks = await marks.OfAsync(Name, cancellationToken);
        var ended = await batches.ListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var due = (
            from w in await SeenAsync(cancellationToken)
            let last = looks.GetValueOrDefault(w.Workflow)
            let atOnce = last is null || ended.GetValueOrDefault(w.Workflow)?.Interactions > Interactions(last.Value)
            where !tried.Contains(w.Workflow)
            where last is null || (!last.Value.StartsWith(w.Seen + " ", StringComparison.Ordinal) && (atOnce || last.At <= now - MinPause))
            orderby last?.At
            select (w.Workflow, w.Seen, AtOnce: atOnce, Duration: Duration(last))
        ).ToLookup(d => d.AtOnce);
        var paced = LargeReads.Paced(due[false], d => d.Duration, looks.Values.Select(m => (m.At, Duration(m))), now);
        return due[true].Concat(paced).Select(d => ((long, string)?)(d.Workflow, d.Seen)).FirstOrDefault();
    }

    /// <summary>What was seen and how many milliseconds the check took, as the text of a mark.</summary>
    private static string Mark(string seen, TimeSpan took) =>
        string.Create(CultureInfo.InvariantCulture, $"{seen} {took.TotalMilliseconds:0}");

    /// <summary>Zero for a mark of an earlier version, which has no duration.</summary>
    private static TimeSpan Duration(JobMark? mark) =>
        mark?.Value.Split(' ') is [_, _, var milliseconds]
            ? TimeSpan.FromMilliseconds(long.Parse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture))
            : TimeSpan.Zero;

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
