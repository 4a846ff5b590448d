namespace TriageConsole.Data.Redaction;

/// <summary>
/// The key of the raw texts of one end user, encrypted by the key ring of Data Protection. Deleting it makes all of these texts unreadable,
/// also in copies.
/// </summary>
public sealed class SubjectKey
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>Keyed hash of the id of the user who wrote the text; of the trace id if there is no user.</summary>
    public required string SubjectHash { get; set; }

    public required string Wrapped { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
