using TriageConsole.Data.Notices;

namespace TriageConsole.Data.Reports;

/// <summary>A delivery of the report of a week by one channel to one recipient. Deliveries succeed or fail independently.</summary>
public sealed class ReportDelivery : Delivery
{
    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The ISO week of the report, such as 2026-W47.</summary>
    public required string Week { get; set; }

    public NoticeChannel Channel { get; set; }

    /// <summary>The person who gets the mail. 0 for the webhook.</summary>
    public long RecipientId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
