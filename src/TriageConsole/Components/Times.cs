using System.Globalization;

namespace TriageConsole.Components;

/// <summary>
/// Formats times for the person of the page: relative in words, and exact in the person's time zone. <c>CurrentPerson</c> sets the zone
/// with each read of the person, so it is known before any data. Files and machines get UTC.
/// </summary>
public sealed class Times
{
    /// <summary>The person's time zone; UTC as long as it is not known.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The IANA id for display.</summary>
    public string ZoneName => IsUtc(Zone) ? "UTC" : Zone.Id;

    /// <summary>The zone of an IANA id; UTC if there is none or this server does not know it.</summary>
    public static TimeZoneInfo ZoneOf(string? id) =>
        id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    public void Follow(string? zone) => Zone = ZoneOf(zone);

    public static string Ago(DateTimeOffset then, DateTimeOffset now)
    {
        var span = now - then;
        if (span < TimeSpan.Zero)
            return span > TimeSpan.FromSeconds(-45)
                ? string.Create(CultureInfo.InvariantCulture, $"in {-span.TotalSeconds:0} s")
                : "in " + Span(-span);
        return span < TimeSpan.FromSeconds(45) ? "just now" : Span(span) + " ago";
    }

    /// <summary>"2026-03-01 13:00:00 +01:00", or with UTC instead of the offset.</summary>
    public string Exact(DateTimeOffset time) => $"{Write(time, "yyyy-MM-dd HH:mm:ss")} {Offset(time)}";

    /// <summary>"1 Mar 13:00", where the page says which zone.</summary>
    public string Minute(DateTimeOffset time) => Write(time, "d MMM HH:mm");

    /// <summary>The day in the person's zone: "2026-03-01".</summary>
    public string Day(DateTimeOffset time) => Day(time, Zone);

    public static string Day(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>For a field of a form: "2026-03-01T13:00".</summary>
    public string Field(DateTimeOffset time) => Write(time, "yyyy-MM-dd'T'HH:mm");

    /// <summary>The time of a field of a form; null if it is not one.</summary>
    public DateTimeOffset? OfField(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? InstantOf(local, Zone) : null;

    /// <summary>The start of a day in a zone. If the clock skips midnight, the first moment of the day.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) => InstantOf(day.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>The start of the day that contains a time.</summary>
    public static DateTimeOffset StartOfDay(DateTimeOffset time, TimeZoneInfo zone) =>
        StartOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime), zone);

    public static bool IsUtc(TimeZoneInfo zone) => zone.Id is "UTC" or "Etc/UTC";

    /// <summary>Of two moments with one local time, the earlier. A local time that the clock skips is moved to after the gap.</summary>
    public static DateTimeOffset InstantOf(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        // At the ends of the calendar a local time is no moment in some zones.
        if (local.Year is 1 or 9999)
            return new DateTimeOffset(local, TimeSpan.Zero);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private string Write(DateTimeOffset time, string format) =>
        TimeZoneInfo.ConvertTime(time, Zone).ToString(format, CultureInfo.InvariantCulture);

    private string Offset(DateTimeOffset time) =>
        IsUtc(Zone) ? "UTC" : TimeZoneInfo.ConvertTime(time, Zone).ToString("zzz", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) =>
        span switch
        {
            { TotalSeconds: < 90 } => "1 minute",
            { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} minutes"),
            { TotalHours: < 1.5 } => "1 hour",
            { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} hours"),
            { TotalDays: < 1.5 } => "1 day",
            { TotalDays: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays / 30.4:0} months"),
        };
}
