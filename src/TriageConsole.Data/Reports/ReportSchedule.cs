using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Reports;

/// <summary>When the loop report of a workflow is sent each week.</summary>
public sealed class ReportSchedule : IVersioned
{
    public long WorkflowId { get; set; }

    public long TenantId { get; set; }

    /// <summary>0: Sunday.</summary>
    public DayOfWeek Day { get; set; }

    /// <summary>The local time in minutes since midnight.</summary>
    public int Minute { get; set; }

    /// <summary>An IANA id.</summary>
    public required string TimeZone { get; set; }

    /// <summary>To the leads and approvers of the workflow.</summary>
    public bool ByMail { get; set; }

    /// <summary>To the webhook of the installation.</summary>
    public bool ByWebhook { get; set; }

    /// <summary>The next sending. Null: the schedule is off. It changes before the deliveries are stored: one instance does it.</summary>
    public DateTimeOffset? NextAt { get; set; }

    public long SetById { get; set; }

    public required string SetBy { get; set; }

    public DateTimeOffset SetAt { get; set; }

    public int RowVersion { get; set; }
}
