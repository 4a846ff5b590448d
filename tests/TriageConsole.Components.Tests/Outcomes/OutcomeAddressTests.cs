using TriageConsole.Features.Outcomes;

namespace TriageConsole.Components.Tests.Outcomes;

public sealed class OutcomeAddressTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ComparedDays_AreIncludedAsAWhole()
    {
        var (filter, problem) = Read("2026-03-08", "2026-03-14", "2026-03-01", "2026-03-07");
        Assert.Null(problem);
        Assert.Equal(new ComparedPeriods(Day(8), Day(15), Day(1), Day(8)), filter.Compared);
    }

    /// <summary>The links have times: an end at midnight is exclusive.</summary>
    [Fact]
    public void ComparedTimes_AreExclusive() =>
        Assert.Equal(
            new ComparedPeriods(Day(8), Day(15), Day(1), Day(8)),
            Read("2026-03-08T00:00Z", "2026-03-15T00:00Z", "2026-03-01T00:00Z", "2026-03-08T00:00Z").Filter.Compared
        );

    [Theory]
    [InlineData("2026-03-08", "2026-03-14", "2026-03-01", "", "need a start and an end")]
    [InlineData("2026-03-14", "2026-03-08", "2026-03-01", "2026-03-07", "starts after its end")]
    [InlineData("2026-03-08", "2026-03-14", "2026-03-01", "2026-03-08", "overlap")]
    [InlineData("x", "2026-03-14", "2026-03-01", "2026-03-08", "not a time")]
    public void WrongPeriods_AreReportedAndIgnored(string nowFrom, string nowTo, string beforeFrom, string beforeTo, string expected)
    {
        var (filter, problem) = Read(nowFrom, nowTo, beforeFrom, beforeTo);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Null(filter.Compared);
    }

    private static (OutcomeFilter Filter, string? Problem) Read(string nowFrom, string nowTo, string beforeFrom, string beforeTo) =>
        new OutcomeAddress
        {
            NowFrom = nowFrom,
            NowTo = nowTo,
            BeforeFrom = beforeFrom,
            BeforeTo = beforeTo,
        }.Read(Now);

    private static DateTimeOffset Day(int day) => new(2026, 3, day, 0, 0, 0, TimeSpan.Zero);
}
