using TriageConsole.Core.Common;

namespace TriageConsole.Core.Tests.Common;

public sealed class TimeWindowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Floor_OfAnyTime_IsTheStartOfItsWindowInUtc()
    {
        Assert.Equal(Noon, TimeWindow.Floor(Noon));
        Assert.Equal(Noon, TimeWindow.Floor(Noon.AddMinutes(5).AddTicks(-1)));
        Assert.Equal(Noon.AddMinutes(5), TimeWindow.Floor(Noon.AddMinutes(5)));
        Assert.Equal(Noon, TimeWindow.Floor(Noon.AddMinutes(59), TimeWindow.Hour));
        Assert.Equal(Noon.AddHours(-12), TimeWindow.Floor(Noon, TimeWindow.Day));
        Assert.Equal(Noon, TimeWindow.Floor(Noon.AddMinutes(59), 60));
        var local = new DateTimeOffset(2026, 11, 27, 1, 30, 0, TimeSpan.FromHours(5.5));
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero), TimeWindow.Floor(local, TimeWindow.Day));
        Assert.Equal(TimeSpan.Zero, TimeWindow.Floor(local).Offset);
    }

    [Fact]
    public void Ceiling_OfAWindowsStart_IsThatStart_ElseTheNext()
    {
        Assert.Equal(Noon, TimeWindow.Ceiling(Noon, TimeWindow.FiveMinutes));
        Assert.Equal(Noon.AddMinutes(5), TimeWindow.Ceiling(Noon.AddTicks(1), TimeWindow.FiveMinutes));
        Assert.Equal(Noon.AddHours(12), TimeWindow.Ceiling(Noon, TimeWindow.Day));
        Assert.Equal(Noon.AddHours(1), TimeWindow.Ceiling(Noon.AddSeconds(1), 60));
    }

    [Fact]
    public void Of_ContainsItsTime_AndNotItsEnd()
    {
        var random = new Random(3);
        foreach (var length in new[] { TimeWindow.FiveMinutes, TimeWindow.Hour, TimeWindow.Day, TimeWindow.Week, TimeSpan.FromMinutes(7) })
        {
            for (var n = 0; n < 200; n++)
            {
                var time = Noon.AddTicks(random.NextInt64(-TimeSpan.TicksPerDay * 3000, TimeSpan.TicksPerDay * 3000));
                var window = TimeWindow.Of(time, length);
                Assert.True(window.Contains(time));
                Assert.Equal(length, window.Length);
                Assert.False(window.Contains(window.End));
                Assert.False(window.Contains(window.Start.AddTicks(-1)));
                Assert.Equal(TimeWindow.Index(time, length), TimeWindow.Index(window.Start, length));
                Assert.Equal(TimeWindow.Index(time, length) + 1, TimeWindow.Index(window.End, length));
            }
        }
    }

    [Fact]
    public void Length_OfZeroOrLess_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeWindow.Floor(Noon, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeWindow.Ceiling(Noon, TimeSpan.FromMinutes(-5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeWindow.Index(Noon, TimeSpan.Zero));
    }
}
