namespace TriageConsole.Data.AuditLog;

/// <summary>A signed checkpoint of the audit log. A copy is kept outside the database, which is the one that proves something.</summary>
public sealed class AuditCheckpointRow
{
    /// <summary>Number of entries.</summary>
    public long Size { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The signed text.</summary>
    public required string Note { get; set; }

    /// <summary>The roots of the complete subtrees, 32 bytes each: the next checkpoint continues from them.</summary>
    public required byte[] Subtrees { get; set; }

    /// <summary>Whether the copy outside is written.</summary>
    public bool IsCopied { get; set; }

    /// <summary>Whether the webhook received it, or none was set when it was taken.</summary>
    public bool IsPosted { get; set; }
}
