namespace TriageConsole.Data.AuditLog;

/// <summary>
/// An action that waits for its number in the audit log. It is written in the transaction of the action itself, so that neither exists
/// without the other, and needs no lock there.
/// </summary>
public sealed class AuditRecord
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Key of the tenant; null for what concerns the whole installation.</summary>
    public string? Tenant { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public required string Subject { get; set; }

    /// <summary>A JSON object.</summary>
    public string Details { get; set; } = "{}";
}
