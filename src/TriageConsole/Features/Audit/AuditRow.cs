namespace TriageConsole.Features.Audit;

/// <summary>An entry of the audit log as it is listed.</summary>
public sealed record AuditRow(
    long Number,
    DateTimeOffset At,
    string? Tenant,
    string Actor,
    string Action,
    string Subject,
    string Details,
    string Hash
);
