namespace TriageConsole.Data.AuditLog;

/// <summary>An entry of the audit log. The database refuses changes and deletions.</summary>
public sealed class AuditLogRow
{
    /// <summary>Position in the log, from 1 without gaps.</summary>
    public long Number { get; set; }

    public DateTimeOffset At { get; set; }

    public string? Tenant { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public required string Subject { get; set; }

    public required string Details { get; set; }

    /// <summary>Hash of the entry before, 32 bytes.</summary>
    public required byte[] Previous { get; set; }

    /// <summary>Hash of this entry, 32 bytes.</summary>
    public required byte[] Hash { get; set; }
}
