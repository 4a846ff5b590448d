namespace TriageConsole.Data.EventLog;

/// <summary>The secret of the event log of this database; one row.</summary>
public sealed class EventLogSecret
{
    /// <summary>Always 1.</summary>
    public int Id { get; set; } = 1;

    /// <summary>Distinguishes the segments of this database from those of another one in the same store.</summary>
    public required string LogId { get; set; }

    /// <summary>32 random bytes, protected by the key ring.</summary>
    public required string Protected { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
