using TriageConsole.Jobs;

namespace TriageConsole.Tests.Jobs;

public sealed class LargeReadsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Paced_ManyLongReads_TakeFourPercentOfTheTime_AndAreSpread()
    {
        // Twelve workflows with new data all the time. A read takes 8 s.
        var done = new DateTimeOffset?[12];
        var starts = new List<DateTimeOffset>();
        for (var now = Noon; now < Noon.AddHours(10); now += TimeSpan.FromSeconds(5))
            foreach (var item in Now(done, TimeSpan.FromSeconds(8), now))
            {
                starts.Add(now);
                done[item] = now += TimeSpan.FromSeconds(8);
            }

        // The first twelve are at once, because their duration is not known. Then there are never two within two minutes.
        Assert.InRange(8.0 * (starts.Count - 12) / 36_000, 0.035, 0.041);
        Assert.All(starts.Skip(12).Zip(starts.Skip(13)), s => Assert.True(s.Second - s.First > TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void Paced_ShortReads_DoNotWaitForEachOther()
    {
        var done = Enumerable.Repeat((DateTimeOffset?)Noon.AddMinutes(-10), 20).ToArray();
        Assert.Equal(20, Now(done, TimeSpan.FromMilliseconds(100), Noon).Count);
    }

    [Fact]
    public void Paced_WithoutAnythingDue_IsEmpty() => Assert.Empty(LargeReads.Paced<int>([], _ => default, [], Noon));

    private static List<int> Now(DateTimeOffset?[] done, TimeSpan duration, DateTimeOffset now) =>
        LargeReads
            .Paced(
                Enumerable.Range(0, done.Length).OrderBy(n => done[n]),
                n => done[n] is null ? default : duration,
                done.OfType<DateTimeOffset>().Select(end => (end, duration)),
                now
            )
            .ToList();
}
