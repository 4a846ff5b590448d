using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Freezes;

/// <summary>The times of a freeze. A weekly one follows the local clock of its zone, also when the clock changes.</summary>
internal static class FreezeWindow
{
    public const int WeekMinutes = 7 * 24 * 60;

    /// <summary>When the freeze ends that is active at a time; null if it is not active.</summary>
    public static DateTimeOffset? EndAt(ReleaseFreeze freeze, DateTimeOffset at)
    {
        if (freeze is { StartsAt: { } from, EndsAt: { } to })
            return at >= from && at < to ? to : null;
        if (freeze is not { StartMinute: { } start, EndMinute: { } end })
            return null;
        var zone = Times.ZoneOf(freeze.TimeZone);
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var minute = MinuteOf(local.DayOfWeek, local.TimeOfDay);
        if (start < end ? minute < start || minute >= end : minute < start && minute >= end)
            return null;
        var last = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute)).AddMinutes((end - minute + WeekMinutes) % WeekMinutes);
        var moment = Times.InstantOf(last, zone);
        // The clock is set back within the freeze: its end can be the earlier of two moments with one local time.
        return moment > at ? moment : at.AddMinutes(1);
    }

    /// <summary>The local minutes since Monday 00:00.</summary>
    public static int MinuteOf(DayOfWeek day, TimeSpan time) => (((int)day + 6) % 7 * 24 * 60) + (int)time.TotalMinutes;

    /// <summary>"every week Fri 18:00 to Mon 08:00 (Europe/Berlin)", or both moments in the zone of the freeze.</summary>
    public static string Words(ReleaseFreeze freeze)
    {
        var zone = Times.ZoneOf(freeze.TimeZone);
        var times =
            freeze is { StartMinute: { } start, EndMinute: { } end } ? $"every week {Minute(start)} to {Minute(end)}"
            : freeze is { StartsAt: { } from, EndsAt: { } to } ? $"{Moment(from, zone)} to {Moment(to, zone)}"
            : "";
        return $"{times} ({freeze.TimeZone})";
    }

    private static string Minute(int minute) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedDayNames[((minute / 1440) + 1) % 7]} "
                + $"{minute / 60 % 24:00}:{minute % 60:00}"
        );

    private static string Moment(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
