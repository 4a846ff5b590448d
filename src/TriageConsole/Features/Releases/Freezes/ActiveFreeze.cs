using System.Globalization;
using TriageConsole.Components;

namespace TriageConsole.Features.Releases.Freezes;

/// <summary>A freeze that is active. Zone: the IANA id in which its end is written.</summary>
public sealed record ActiveFreeze(string Name, DateTimeOffset EndsAt, string Zone)
{
    /// <summary>"the freeze “Weekend” lasts until 2026-11-23 08:00 (Europe/Berlin)".</summary>
    public string Words =>
        $"the freeze “{Name}” lasts until "
        + TimeZoneInfo.ConvertTime(EndsAt, Times.ZoneOf(Zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        + $" ({Zone})";
}
