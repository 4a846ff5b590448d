namespace TriageConsole.Features.Reports.Schedules;

/// <summary>
/// The fields of a schedule. Time: a local time of day (<c>07:00</c>). RowVersion: the version that the form shows; 0: none.
/// </summary>
public sealed class ReportScheduleForm
{
    public bool IsOn { get; set; } = true;

    public DayOfWeek Day { get; set; } = DayOfWeek.Monday;

    public string Time { get; set; } = "07:00";

    public string TimeZone { get; set; } = "UTC";

    public bool ByMail { get; set; } = true;

    public bool ByWebhook { get; set; }

    public int RowVersion { get; set; }
}
