namespace TriageConsole.Data.Tables;

/// <summary>A file of a scheduled export in the object store.</summary>
public sealed class TableExport
{
    public long Id { get; set; }

    public long ScheduleId { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The name of the object.</summary>
    public required string Name { get; set; }

    public TableFormat Format { get; set; }

    /// <summary>The first timestamp of the interactions.</summary>
    public DateTimeOffset FromTime { get; set; }

    /// <summary>The end of the timestamps, excluded.</summary>
    public DateTimeOffset ToTime { get; set; }

    public long Rows { get; set; }

    public long Bytes { get; set; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Sha256 { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a user was erased whose rows are in the file; null: none.</summary>
    public DateTimeOffset? ErasedAt { get; set; }
}
