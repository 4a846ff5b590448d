namespace TriageConsole.Features.Ingest;

/// <summary>The tenant of the events: the tenant of the key, or (for an operator's import) the tenant that each event names.</summary>
public sealed record IngestSource(long? TenantId, string? TenantKey, string DefaultKind = "interaction")
{
    public static IngestSource EachEventsTenant { get; } = new(null, null);

    /// <summary>Whether the sender may only send feedback of end users: a key with the feedback scope, which can be public.</summary>
    public bool IsFeedbackOnly { get; init; }
}
