namespace TriageConsole.Data.Ingest;

/// <summary>
/// A trace whose spans arrived lately. Its parts are kept for some hours, so that an interaction can be built again from all of them when
/// more arrive.
/// </summary>
public sealed class StoredTrace
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public required string TraceId { get; set; }

    /// <summary>The default workflow of the key that sent the first part.</summary>
    public string? DefaultWorkflow { get; set; }

    /// <summary>Whether the interaction was built from the parts. An interaction that was sent as an event stays as it is.</summary>
    public bool IsBuilt { get; set; }

    /// <summary>Whether parts arrived that are not in the interaction yet. A job folds large traces.</summary>
    public bool NeedsFold { get; set; }

    /// <summary>When the last part arrived.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}
