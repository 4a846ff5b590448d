namespace TriageConsole.Data.EventLog;

/// <summary>
/// The key that encrypts the texts of one person in the event log. Destroying it makes these texts unreadable everywhere, also in segments
/// that cannot be changed.
/// </summary>
public sealed class EventLogKey
{
    public Guid Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>The user_id of the events; empty for events without one.</summary>
    public required string Subject { get; set; }

    /// <summary>16 random bytes. The key is derived from them and the secret of the log. Null: the key is destroyed.</summary>
    public byte[]? Salt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DestroyedAt { get; set; }
}
