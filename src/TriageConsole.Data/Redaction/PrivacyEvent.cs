namespace TriageConsole.Data.Redaction;

/// <summary>
/// A recorded action on personal data: settings changed, a raw text read, a user erased, a consent changed. Rows are only added.
/// </summary>
public sealed class PrivacyEvent
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public PrivacyEventKind Kind { get; set; }

    public long? WorkflowId { get; set; }

    /// <summary>The interaction whose raw text was read. Not a foreign key: the row outlives the interaction.</summary>
    public long? InteractionId { get; set; }

    /// <summary>Keyed hash of the id of the end user. The id itself is not kept, so that an erasure has nothing to remove here.</summary>
    public string? SubjectHash { get; set; }

    /// <summary>The person; null for an API key or the command line.</summary>
    public long? ActorId { get; set; }

    /// <summary>Name of the person or of the API key, as of then.</summary>
    public required string Actor { get; set; }

    public required string Reason { get; set; }

    /// <summary>JSON: the settings before and after, or the certificate of an erasure.</summary>
    public string? Detail { get; set; }

    public DateTimeOffset At { get; set; }
}
