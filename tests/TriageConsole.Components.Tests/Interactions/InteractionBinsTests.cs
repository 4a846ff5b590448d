using TriageConsole.Features.Interactions;

namespace TriageConsole.Components.Tests.Interactions;

public sealed class InteractionBinsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 2, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(5, 100, 6, 1)]
    [InlineData(600, 1000, 41, 15)]
    [InlineData(600, 20, 4, 180)]
    [InlineData(43_200, 10_000, 31, 1440)]
    [InlineData(40_000_000, 10_000, 39, 1_048_320)]
    public void Steps_FitTheRangeAndTheNumber(double minutes, int count, int bins, double step)
    {
        var times = Enumerable
            .Range(0, count)
            .Select(n => (Start.AddMinutes(count == 1 ? 0 : minutes * n / (count - 1)), n % 2 == 0))
            .ToList();
        var found = InteractionBins.Of(times);
        Assert.Equal(step, (found[0].End - found[0].Start).TotalMinutes, 0);
        Assert.Equal(count, found.Sum(b => b.Count));
        Assert.Equal(times.Count(t => t.Item2), found.Sum(b => b.NeedsReview));
        Assert.InRange(found.Count, 1, 49);
        Assert.InRange(found.Count, bins - 1, bins + 1);
        Assert.True(found[0].Start <= Start && found[^1].End > Start.AddMinutes(count == 1 ? 0 : minutes));
        // Without gaps: the next begins where one ends.
        Assert.All(found.Zip(found.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    }

    [Fact]
    public void Nothing_HasNoBins() => Assert.Empty(InteractionBins.Of([]));
}
