using System.Collections.Concurrent;
using TriageConsole.Jobs;

namespace TriageConsole.Tests.Jobs;

/// <summary>Records the runs of a test's job on all instances.</summary>
internal sealed class Probe
{
    private readonly ConcurrentQueue<string> instances = new();
    private int running;
    private int most;
    private int runs;

    /// <summary>Maximum number of concurrent runs.</summary>
    public int MaxAtOnce => most;

    public int Runs => runs;

    public IReadOnlyCollection<string> Instances => instances;

    /// <summary>The work of a run.</summary>
    public Func<JobRun, Task> Work { get; set; } = _ => Task.CompletedTask;

    public async Task RunAsync(string instance, JobRun run)
    {
        var now = Interlocked.Increment(ref running);
        InterlockedMax(now);
        instances.Enqueue(instance);
        try
        {
            await Work(run);
        }
        finally
        {
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref runs);
        }
    }

    private void InterlockedMax(int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
