namespace TriageConsole.Data.Redaction;

/// <summary>
/// The number of a value in the placeholders of a session, so that a later event of the session uses the same one. Session and value are
/// keyed hashes.
/// </summary>
public sealed class SessionPlaceholder
{
    public long TenantId { get; set; }

    public required string SessionHash { get; set; }

    /// <summary>Word of the placeholder, such as EMAIL.</summary>
    public required string Word { get; set; }

    public required string ValueHash { get; set; }

    public int Number { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
