using TriageConsole.Data.Tables;

namespace TriageConsole.Features.Tables;

/// <summary>The times of scheduled exports: midnight UTC, for a weekly export that of a Monday.</summary>
internal static class TableTimes
{
    /// <summary>The latest end of a period that is not after a time.</summary>
    public static DateTimeOffset LatestEnd(TablePeriod period, DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return period == TablePeriod.Daily ? midnight : midnight.AddDays(-(((int)midnight.DayOfWeek + 6) % 7));
    }

    public static DateTimeOffset Next(TablePeriod period, DateTimeOffset end) => end.AddDays(period == TablePeriod.Daily ? 1 : 7);
}
