using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Jobs;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Detects the end of an import or of another large batch, so that searches and checks can run at once instead of after their pause. It
/// reads the counters of the workflows, because the events can arrive on any instance or through the command line.
/// </summary>
public sealed class BatchEnds(IDbContextFactory<TriageDbContext> contexts, JobMarks marks)
{
    /// <summary>Growth between two looks that counts as a batch. Normal traffic with more than this has no end.</summary>
    public const int LargeGrowth = 50;

    /// <summary>
    /// A smaller batch is ignored: reading a workflow again for each regular delivery of events would cost more than the delivery.
    /// </summary>
    private const double SmallestShare = 0.01;

    private const string Growth = "batch-growth";
    private const string Ended = "batch-ended";

    /// <summary>Time without large growth after which a batch has ended.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The same after several minutes of growth. Deliveries that never end can pause while the machine is busy, and the searches for an
    /// ended batch would make it busier.
    /// </summary>
    public static readonly TimeSpan LongQuiet = TimeSpan.FromSeconds(30);

    /// <summary>Share of the duration of a batch that must be without large growth, between the two times.</summary>
    private const double QuietShare = 0.1;

    /// <summary>The end of the last large batch, by workflow. Workflows without one are missing.</summary>
    public async Task<IReadOnlyDictionary<long, BatchEnd>> ListAsync(CancellationToken cancellationToken = default) =>
        (await marks.OfAsync(Ended, cancellationToken)).ToDictionary(m => m.Key, m => new BatchEnd(Number(m.Value.Value), m.Value.At));

    /// <summary>One look at the counters. The time between two looks is a few seconds.</summary>
    internal async Task LookAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var seen = await marks.OfAsync(Growth, cancellationToken);
        foreach (var (workflow, count) in await CountsAsync(cancellationToken))
            await LookAsync(workflow, count, seen.GetValueOrDefault(workflow), now, cancellationToken);
    }

    /// <summary>The mark is the last count; while a batch is open, also the count before it and its first Unix second.</summary>
    private async Task LookAsync(long workflow, long count, JobMark? mark, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = mark?.Value.Split(' ') ?? ["0"];
        var (last, before, began) = (Number(counts[0]), At(1), At(2));
        if (count - last >= LargeGrowth)
            await SetAsync(workflow, $"{count} {before ?? last} {began ?? now.ToUnixTimeSeconds()}", cancellationToken);
        else if (before is not { } start)
        {
            if (count != last || mark is null)
                await SetAsync(workflow, $"{count}", cancellationToken);
        }
        else if (now - mark!.At >= QuietAfter(began is { } first ? mark.At - DateTimeOffset.FromUnixTimeSeconds(first) : TimeSpan.Zero))
        {
            if (count - start >= SmallestShare * count)
                await marks.SetAsync(Ended, workflow, count.ToString(CultureInfo.InvariantCulture), cancellationToken);
            await SetAsync(workflow, $"{count}", cancellationToken);
        }

        long? At(int place) => counts.Length > place ? Number(counts[place]) : null;
    }

    private static TimeSpan QuietAfter(TimeSpan duration) =>
        TimeSpan.FromSeconds(Math.Clamp(QuietShare * duration.TotalSeconds, Quiet.TotalSeconds, LongQuiet.TotalSeconds));

    private Task SetAsync(long workflow, FormattableString value, CancellationToken cancellationToken) =>
        marks.SetAsync(Growth, workflow, value.ToString(CultureInfo.InvariantCulture), cancellationToken);

    private async Task<List<(long Workflow, long Count)>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db
            .WorkflowCounters.GroupBy(c => c.WorkflowId)
            .Select(g => new { g.Key, Interactions = g.Sum(c => c.Interactions) })
            .ToListAsync(cancellationToken);
        return counts.ConvertAll(c => (c.Key, c.Interactions));
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
