namespace TriageConsole.Features.Releases.Freezes;

/// <summary>
/// The fields of a new freeze. TimeZone: an IANA id. Either the local times From and To (<c>2026-12-23T18:00</c>), or every week between
/// two days and times of day (<c>18:00</c>).
/// </summary>
public sealed class NewFreeze
{
    public string Name { get; set; } = "";

    public bool IsOfTenant { get; set; }

    public string TimeZone { get; set; } = "UTC";

    public bool IsWeekly { get; set; }

    public string From { get; set; } = "";

    public string To { get; set; } = "";

    public DayOfWeek FirstDay { get; set; } = DayOfWeek.Friday;

    public string FirstTime { get; set; } = "18:00";

    public DayOfWeek LastDay { get; set; } = DayOfWeek.Monday;

    public string LastTime { get; set; } = "08:00";
}
