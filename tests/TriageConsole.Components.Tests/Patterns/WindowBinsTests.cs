using TriageConsole.Features.Patterns;

namespace TriageConsole.Components.Tests.Patterns;

public sealed class WindowBinsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(100, 10)]
    [InlineData(10, 10)]
    [InlineData(2, 60)]
    public void Bins_AreAsShortAsTheTrafficAllows(int eventsPerWindow, int minutes)
    {
        var windows = Windows(288, eventsPerWindow);
        var bins = WindowBins.Of(windows, Start, Start.AddDays(1), enough: 20);
        Assert.Equal(minutes, bins.Minutes);
        Assert.Equal(windows.Sum(w => w.Events), bins.Bins.Sum(b => b.Events));
        Assert.All(bins.Bins, b => Assert.True(b.Events >= 20));
    }

    [Fact]
    public void SevenInteractions_OfADay_AreOneBin() =>
        Assert.Single(
            WindowBins.Of([.. Enumerable.Range(0, 7).Select(n => Window(n * 36, 1, "monitor"))], Start, Start.AddDays(1), enough: 20).Bins
        );

    [Fact]
    public void Bin_HasTheHighestSeverityOfItsWindows()
    {
        var bins = WindowBins.Of([Window(0, 2, "monitor"), Window(1, 2, "high"), Window(2, 2, "medium")], Start, Start.AddDays(1), 20);
        Assert.Equal("high", Assert.Single(bins.Bins).Severity);
    }

    internal static IReadOnlyList<WindowRow> Windows(int count, int events) =>
        [.. Enumerable.Range(0, count).Select(n => Window(n, events, "monitor"))];

    internal static WindowRow Window(int n, int events, string severity) =>
        new(Start.AddMinutes(5 * n), false, Start, events, 0, 0, events / 2, 0.5, 0, 0, severity, [], "Retry");
}
