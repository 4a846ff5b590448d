using Microsoft.Extensions.Time.Testing;
using TriageConsole.Jobs;

namespace TriageConsole.Tests.Jobs;

public sealed class LargeReadsTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly LargeReads reads;

    public LargeReadsTests() => reads = new LargeReads(clock);

    [Fact]
    public async Task Second_WaitsForTheFirst_AndACancelledWaitTakesNothing()
    {
        var first = await reads.BeginAsync("patterns", CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var (second, third) = (reads.BeginAsync("patterns", stop.Token), reads.BeginAsync(null, CancellationToken.None));
        Assert.False(second.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        first.Dispose();
        (await third).Dispose();
        (await reads.BeginAsync(null, CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task LongReads_TakeFourPercentOfTheTime_AndAreSpread()
    {
        // There is always a workflow that is due. A read takes 8 s.
        var starts = new List<DateTimeOffset>();
        for (var end = clock.GetUtcNow().AddHours(10); clock.GetUtcNow() < end; clock.Advance(TimeSpan.FromSeconds(5)))
            if (reads.IsTime("patterns"))
            {
                starts.Add(clock.GetUtcNow());
                await ReadAsync("patterns", TimeSpan.FromSeconds(8));
            }

        Assert.InRange(8.0 * starts.Count / 36_000, 0.038, 0.041);
        Assert.All(starts.Zip(starts.Skip(1)), s => Assert.True(s.Second - s.First > TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task ShortReads_DoNotWaitForEachOther_UntilAMinuteIsUsed()
    {
        var count = 0;
        for (; reads.IsTime("patterns"); count++)
            await ReadAsync("patterns", TimeSpan.FromMilliseconds(100));
        Assert.InRange(count, 20, 30);
    }

    [Fact]
    public async Task Pace_IsThatOfTheJob_AndReadsAtOnceDoNotCount()
    {
        await ReadAsync(null, TimeSpan.FromMinutes(5));
        Assert.True(reads.IsTime("patterns"));
        await ReadAsync("patterns", TimeSpan.FromMinutes(5));
        Assert.False(reads.IsTime("patterns"));
        Assert.True(reads.IsTime("data-alerts"));
        clock.Advance(TimeSpan.FromMinutes(124));
        Assert.True(reads.IsTime("patterns"));
    }

    private async Task ReadAsync(string? paced, TimeSpan duration)
    {
        using (await reads.BeginAsync(paced, CancellationToken.None))
            clock.Advance(duration);
    }
}
