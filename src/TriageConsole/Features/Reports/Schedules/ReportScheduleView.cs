namespace TriageConsole.Features.Reports.Schedules;

/// <summary>
/// The schedule of a workflow and its last deliveries. NextAt: null if it is off. HasMail, HasWebhook: whether the installation has these
/// channels.
/// </summary>
public sealed record ReportScheduleView(
    ReportScheduleForm Form,
    DateTimeOffset? NextAt,
    string? SetBy,
    bool HasMail,
    bool HasWebhook,
    IReadOnlyList<ReportDeliveryRow> Deliveries
);
