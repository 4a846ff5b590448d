using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace TriageConsole.Jobs;

/// <summary>
/// Searches and checks that read many rows of a workflow. An instance does one at a time, so that their memory does not add up. Those of a
/// job take a small share of the time, however many workflows there are.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "It has no wait handle, and a job that ends after the shutdown still releases it."
)]
public sealed class LargeReads(TimeProvider time)
{
    /// <summary>A read postpones the next one of its job by this many times its duration: they take at most 4 % of the time.</summary>
    private const int PausePerDuration = 25;

    /// <summary>Reads that allocate less leave little behind.</summary>
    private const long LargeBytes = 32 << 20;

    /// <summary>Short reads need not wait for each other: they can be this early.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>When the next paced read of a job is due on this instance.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> next = new(StringComparer.Ordinal);

    /// <summary>Whether a job can do its next paced read now.</summary>
    /// <param name="job">Name of the job.</param>
    public bool IsTime(string job) => next.GetValueOrDefault(job) <= time.GetUtcNow() + Ahead;

    /// <summary>
    /// Waits until no other read is running. Dispose the result when the rows are no longer held. A paced read counts for the pace of its
    /// job, also if it fails; the wait does not count.
    /// </summary>
    /// <param name="paced">Name of the job; null for a read that is not paced.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IDisposable> BeginAsync(string? paced, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        return new Turn(this, paced, time.GetTimestamp(), GC.GetTotalAllocatedBytes());
    }

    private TimeSpan Since(long started) => time.GetElapsedTime(started);

    private void End(string? paced, TimeSpan duration, long allocated)
    {
        if (paced is not null)
        {
            var pause = PausePerDuration * duration;
            var now = time.GetUtcNow();
            next.AddOrUpdate(paced, now + pause, (_, before) => (before > now ? before : now) + pause);
        }

        // The rows are garbage now. While all cores are busy, the collector would notice it only after the next search has read its rows.
        if (allocated >= LargeBytes)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        one.Release();
    }

    private sealed class Turn(LargeReads reads, string? paced, long started, long allocatedBefore) : IDisposable
    {
        public void Dispose() => reads.End(paced, reads.Since(started), GC.GetTotalAllocatedBytes() - allocatedBefore);
    }
}
