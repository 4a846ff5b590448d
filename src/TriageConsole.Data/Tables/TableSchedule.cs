namespace TriageConsole.Data.Tables;

/// <summary>An export of the wide table of a workflow that runs daily or weekly.</summary>
public sealed class TableSchedule
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public TablePeriod Period { get; set; }

    public TableFormat Format { get; set; }

    /// <summary>The number of days before its end that an export covers.</summary>
    public int Days { get; set; }

    /// <summary>The number of exports that are kept.</summary>
    public int Kept { get; set; }

    public bool IsEnabled { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    /// <summary>The end of the next export. It is due at that time.</summary>
    public DateTimeOffset NextEnd { get; set; }

    /// <summary>A person asked for an export of the latest complete days.</summary>
    public bool IsRequested { get; set; }

    /// <summary>Failed attempts since the last success.</summary>
    public int Attempts { get; set; }

    /// <summary>After a failure: not before this time.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public DateTimeOffset? LastRunAt { get; set; }

    /// <summary>Why the last run failed; null after a success.</summary>
    public string? LastError { get; set; }
}
