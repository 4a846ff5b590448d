using TriageConsole.Features.Outcomes;

namespace TriageConsole.Components.Tests.Outcomes;

public sealed class OutcomeSpanTests
{
    private static readonly DateTimeOffset To = new(2026, 3, 31, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, 10_000, 60)]
    [InlineData(3, 100, 1440)]
    [InlineData(30, 100_000, 1440)]
    [InlineData(0.25, 2_000, 5)]
    [InlineData(0.25, 40, 1440)]
    public void Steps_FollowTheAmountOfData(double days, int interactions, int minutes)
    {
        var span = new OutcomeSpan(To.AddDays(-30), To, 1440, EndsAtLatest: false);
        Assert.Equal(minutes, span.Fitting(interactions, To.AddDays(-days), To).Grain);
    }
}
