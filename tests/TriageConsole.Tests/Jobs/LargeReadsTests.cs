using TriageConsole.Jobs;

namespace TriageConsole.Tests.Jobs;

public sealed class LargeReadsTests
{
    [Fact]
    public async Task Second_WaitsForTheFirst_AndACancelledWaitTakesNothing()
    {
        var reads = new LargeReads();
        var first = await reads.BeginAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var (second, third) = (reads.BeginAsync(stop.Token), reads.BeginAsync(CancellationToken.None));
        Assert.False(second.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        first.Dispose();
        (await third).Dispose();
        (await reads.BeginAsync(CancellationToken.None)).Dispose();
    }
}
