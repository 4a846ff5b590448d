using TriageConsole.Components;

namespace TriageConsole.Features.Reports.Schedules;

/// <summary>The moments of a weekly local time.</summary>
internal static class ReportScheduleTime
{
    /// <summary>The first one after a moment. A local time that the clock skips is moved to after the gap.</summary>
    public static DateTimeOffset Next(DayOfWeek day, int minute, TimeZoneInfo zone, DateTimeOffset after)
    {
        var date = TimeZoneInfo.ConvertTime(after, zone).Date;
        date = date.AddDays(((int)day - (int)date.DayOfWeek + 7) % 7);
        var next = Times.InstantOf(date.AddMinutes(minute), zone);
        return next > after ? next : Times.InstantOf(date.AddDays(7).AddMinutes(minute), zone);
    }
}
