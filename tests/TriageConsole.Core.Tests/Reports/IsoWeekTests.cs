using TriageConsole.Core.Reports;

namespace TriageConsole.Core.Tests.Reports;

public sealed class IsoWeekTests
{
    /// <summary>The days around new year belong to the week of the Thursday (ISO 8601).</summary>
    [Theory]
    [InlineData("2026-11-20T12:00:00Z", "2026-W47", "2026-11-16")]
    [InlineData("2026-11-22T23:59:59Z", "2026-W47", "2026-11-16")]
    [InlineData("2026-11-23T00:00:00Z", "2026-W48", "2026-11-23")]
    [InlineData("2027-01-01T00:00:00Z", "2026-W53", "2026-12-28")]
    [InlineData("2024-12-31T00:00:00Z", "2025-W01", "2024-12-30")]
    [InlineData("2026-11-23T00:30:00+02:00", "2026-W47", "2026-11-16")]
    public void Time_IsInTheWeekOfItsThursdayInUtc(string time, string name, string monday)
    {
        var week = IsoWeek.Of(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(name, week.ToString());
        Assert.Equal(DateOnly.Parse(monday, System.Globalization.CultureInfo.InvariantCulture), week.FirstDay);
        Assert.Equal(week.FirstDay.AddDays(6), week.LastDay);
        Assert.True(IsoWeek.TryParse(name, out var parsed));
        Assert.Equal(week, parsed);
    }

    [Fact]
    public void Neighbors_CrossTheYear()
    {
        var first = new IsoWeek(2027, 1);
        Assert.Equal("2026-W53", first.Previous.ToString());
        Assert.Equal(first, first.Previous.Next);
        Assert.Equal(first.Start, first.Previous.End);
    }

    [Fact]
    public void LastCompleteWeek_EndsOnMonday()
    {
        var monday = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal("2026-W47", IsoWeek.LastComplete(monday).ToString());
        Assert.Equal("2026-W46", IsoWeek.LastComplete(monday.AddTicks(-1)).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-47")]
    [InlineData("2026-W00")]
    [InlineData("2025-W53")]
    [InlineData("2026-W54")]
    [InlineData("0000-W01")]
    [InlineData("9999-W01")]
    [InlineData("2026-W-1")]
    [InlineData("2026-W4七")]
    [InlineData("+026-W47")]
    public void OtherTexts_AreNoWeek(string? text) => Assert.False(IsoWeek.TryParse(text, out _));
}
