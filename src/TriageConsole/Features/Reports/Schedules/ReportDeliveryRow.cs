namespace TriageConsole.Features.Reports.Schedules;

/// <summary>A delivery of a report. NextAttemptAt: null if it was sent or has failed.</summary>
public sealed record ReportDeliveryRow(
    string Week,
    string To,
    DateTimeOffset? SentAt,
    DateTimeOffset? FailedAt,
    DateTimeOffset? NextAttemptAt,
    string? Reason
);
