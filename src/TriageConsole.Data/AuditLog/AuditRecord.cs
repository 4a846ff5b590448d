namespace TriageConsole.Data.AuditLog;

/// <summary>
/// An action that waits for its number in the audit log. It is written in the transaction of the action itself, so that neither exists
/// without the other, and needs no lock there.
/// </summary>
public sealed class AuditRecord
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Null for what concerns the whole installation. The log has the key of the tenant.</summary>
    public long? TenantId { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public required string Subject { get; set; }

    /// <summary>A JSON object.</summary>
    public string Details { get; set; } = "{}";
}
