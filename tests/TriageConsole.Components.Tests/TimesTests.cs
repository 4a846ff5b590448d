using TriageConsole.Components.Charts;

namespace TriageConsole.Components.Tests;

/// <summary>Times in the time zone of the person.</summary>
public sealed class TimesTests
{
    private static readonly DateTimeOffset Late = new(2026, 3, 28, 23, 30, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "2026-03-28 23:30:05 UTC", "2026-03-28", "28 Mar 23:30", "UTC")]
    [InlineData("UTC", "2026-03-28 23:30:05 UTC", "2026-03-28", "28 Mar 23:30", "UTC")]
    [InlineData("No/Such", "2026-03-28 23:30:05 UTC", "2026-03-28", "28 Mar 23:30", "UTC")]
    [InlineData("Europe/Berlin", "2026-03-29 00:30:05 +01:00", "2026-03-29", "29 Mar 00:30", "Europe/Berlin")]
    [InlineData("America/New_York", "2026-03-28 19:30:05 -04:00", "2026-03-28", "28 Mar 19:30", "America/New_York")]
    [InlineData("Asia/Kolkata", "2026-03-29 05:00:05 +05:30", "2026-03-29", "29 Mar 05:00", "Asia/Kolkata")]
    public void Times_AreWrittenInTheZone(string? zone, string exact, string day, string minute, string name)
    {
        var times = Of(zone);
        Assert.Equal((exact, day, minute, name), (times.Exact(Late), times.Day(Late), times.Minute(Late), times.ZoneName));
    }

    [Theory]
    [InlineData("UTC", "2026-03-28T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-28T23:00:00Z")]
    [InlineData("America/New_York", "2026-03-28T04:00:00Z")]
    public void StartOfDay_IsMidnightInTheZone(string zone, string start) =>
        Assert.Equal(At(start), Times.StartOfDay(Late, Times.ZoneOf(zone)));

    [Theory]
    // In Beirut, the clock goes from 24:00 to 01:00, so the day has no midnight.
    [InlineData("Asia/Beirut", 2026, 3, 29, "2026-03-28T22:00:00Z")]
    // In Havana, midnight comes twice on 1 November: the first one starts the day.
    [InlineData("America/Havana", 2026, 11, 1, "2026-11-01T04:00:00Z")]
    public void StartOf_ADayWithoutOrWithTwoMidnights_IsItsFirstMoment(string zone, int year, int month, int day, string start) =>
        Assert.Equal(At(start), Times.StartOf(new DateOnly(year, month, day), Times.ZoneOf(zone)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:30", "2026-03-28T23:30:00Z")]
    // Skipped and doubled by the clock.
    [InlineData("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    [InlineData("UTC", "2026-10-25T02:30", "2026-10-25T02:30:00Z")]
    // The ends of the calendar, in zones in which they are no moment.
    [InlineData("America/New_York", "9999-12-31T23:59", "9999-12-31T23:59:00Z")]
    [InlineData("Asia/Kolkata", "0001-01-01T00:00", "0001-01-01T00:00:00Z")]
    public void Fields_AreReadInTheZone(string zone, string field, string instant) => Assert.Equal(At(instant), Of(zone).OfField(field));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    public void Fields_WithoutATime_AreNull(string? field) => Assert.Null(Of("Europe/Berlin").OfField(field));

    [Fact]
    public void Field_IsReadBack() => Assert.Equal(Late.AddSeconds(-5), Of("Asia/Kolkata").OfField(Of("Asia/Kolkata").Field(Late)));

    [Fact]
    public void Chart_OfTimes_UsesTheClockOfTheZone_AndOneOfDaysKeepsUtc()
    {
        var zone = Times.ZoneOf("Europe/Berlin");
        ChartValue value = Late;
        Assert.Equal("28 Mar 2026 23:30 UTC", value.ToString());
        Assert.Equal("29 Mar 2026 00:30 +01:00", value.In(zone).ToString());
        ChartSeries[] hours = [new("a", [new(Late, 1), new(Late.AddHours(1), 2)])];
        var scale = ChartScale.Of(ChartZone.In(hours, zone), new ChartAxis());
        Assert.Equal("2026-03-29 00:30:05.000", scale.Place(value.In(zone)));
        Assert.False(ChartZone.HasDaysOfUtc(hours));
        Assert.True(ChartZone.HasDaysOfUtc([new("a", [new(new DateOnly(2026, 3, 1), 1), new(new DateOnly(2026, 3, 2), 2)])]));
        // Midnight of another zone is a time, not a day.
        Assert.Equal(
            "29 Mar 2026 00:00 +01:00",
            ((ChartValue)new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero)).In(zone).ToString()
        );
    }

    private static Times Of(string? zone)
    {
        var times = new Times();
        times.Follow(zone);
        return times;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
