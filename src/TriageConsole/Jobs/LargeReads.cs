using System.Diagnostics.CodeAnalysis;

namespace TriageConsole.Jobs;

/// <summary>
/// Searches and checks that read many rows of a workflow. An instance does one at a time, so that their memory does not add up. The
/// searches of all workflows together take a small share of the time, however many workflows there are, and so do the checks.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "It has no wait handle, and a job that ends after the shutdown still releases it."
)]
public sealed class LargeReads
{
    /// <summary>A read postpones the next one by this many times its duration: reads take at most 4 % of the time.</summary>
    private const int PausePerDuration = 24;

    /// <summary>Reads that allocate less leave little behind.</summary>
    private const long LargeBytes = 32 << 20;

    /// <summary>Short reads need not wait for each other: they are read this long before their time.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>
    /// The items that are read now. Each read postpones the next one, so that all together take at most 4 % of the time on average, and many
    /// workflows that are due at once are read one after another with pauses.
    /// </summary>
    /// <param name="due">The items that are due, the most urgent first.</param>
    /// <param name="durationOf">How long an item took the last time.</param>
    /// <param name="done">The last read of each item.</param>
    /// <param name="now">The current time.</param>
    public static IEnumerable<T> Paced<T>(
        IEnumerable<T> due,
        Func<T, TimeSpan> durationOf,
        IEnumerable<(DateTimeOffset End, TimeSpan Duration)> done,
        DateTimeOffset now
    )
    {
        var next = DateTimeOffset.MinValue;
        foreach (var (end, duration) in done.OrderBy(d => d.End))
            next = Later(next, end) + (PausePerDuration * duration);
        foreach (var item in due)
        {
            if (next > now + Ahead)
                yield break;
            yield return item;
            next = Later(next, now) + (PausePerDuration * durationOf(item));
        }
    }

    /// <summary>Waits until no other holds rows. Dispose the result when the rows are no longer held.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IDisposable> BeginAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        return new Turn(one, GC.GetTotalAllocatedBytes());
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private sealed class Turn(SemaphoreSlim one, long allocatedBefore) : IDisposable
    {
        public void Dispose()
        {
            // The rows are garbage now. While all cores are busy, the collector would notice it only after the next search has read its rows.
            if (GC.GetTotalAllocatedBytes() - allocatedBefore >= LargeBytes)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            one.Release();
        }
    }
}
