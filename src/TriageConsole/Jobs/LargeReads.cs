using System.Diagnostics.CodeAnalysis;

namespace TriageConsole.Jobs;

/// <summary>Lets one search or check of an instance hold the rows of a workflow at a time, so that their memory does not add up.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "It has no wait handle, and a job that ends after the shutdown still releases it."
)]
public sealed class LargeReads
{
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Waits until no other holds rows. Dispose the result when the rows are no longer held.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IDisposable> BeginAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        return new Turn(one);
    }

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
