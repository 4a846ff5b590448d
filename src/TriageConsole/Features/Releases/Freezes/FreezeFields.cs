using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Freezes;

/// <summary>Reads the fields of a new freeze.</summary>
internal static class FreezeFields
{
    private const int MaxZone = 64;

    /// <summary>As browsers send a local time.</summary>
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>Sets the times of a freeze, and returns what is wrong with the fields.</summary>
    public static List<FieldProblem> Fill(ReleaseFreeze freeze, NewFreeze wanted, DateTimeOffset now)
    {
        var problems = new List<FieldProblem>();
        if (freeze.Name.Length == 0)
            problems.Add(new(nameof(wanted.Name), "Enter a name. It is shown wherever the freeze stops something."));
        if (
            freeze.TimeZone.Length > MaxZone
            || !TimeZoneInfo.TryFindSystemTimeZoneById(freeze.TimeZone, out var zone)
            || !zone.HasIanaId && zone.Id != "UTC"
        )
        {
            problems.Add(new(nameof(wanted.TimeZone), "Select a time zone of the list, such as Europe/Berlin."));
            return problems;
        }

        if (wanted.IsWeekly)
        {
            (freeze.StartMinute, freeze.EndMinute) = (
                Weekly(wanted.FirstDay, wanted.FirstTime, nameof(wanted.FirstTime)),
                Weekly(wanted.LastDay, wanted.LastTime, nameof(wanted.LastTime))
            );
            if (freeze.StartMinute is not null && freeze.StartMinute == freeze.EndMinute)
                problems.Add(new(nameof(wanted.LastTime), "The end must differ from the start."));
            return problems;
        }

        (freeze.StartsAt, freeze.EndsAt) = (Moment(wanted.From, nameof(wanted.From)), Moment(wanted.To, nameof(wanted.To)));
        if (freeze.EndsAt <= freeze.StartsAt)
            problems.Add(new(nameof(wanted.To), "The end must be after the start."));
        else if (freeze.EndsAt <= now)
            problems.Add(new(nameof(wanted.To), "The end is in the past."));
        return problems;

        int? Weekly(DayOfWeek day, string text, string field)
        {
            if (TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var at))
                return FreezeWindow.MinuteOf(day, at.ToTimeSpan());
            problems.Add(new(field, "Enter a time of day, such as 18:00."));
            return null;
        }

        DateTimeOffset? Moment(string text, string field)
        {
            // A text with an offset would be another moment than in the zone, and other formats leave open what they mean. Years at the
            // ends of the calendar have no moment in some zones.
            if (
                DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                && local.Year is > 1970 and < 2200
            )
                return Times.InstantOf(local, zone);
            problems.Add(new(field, "Enter a date and a time in the time zone, such as 2026-12-23T18:00."));
            return null;
        }
    }
}
