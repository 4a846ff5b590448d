namespace TriageConsole.Data.Labeling;

/// <summary>A source of labels: a signed-in expert, an LLM judge, or a labeler known only from imported labels.</summary>
public sealed class Labeler
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>Unique in the tenant: <c>user:ID</c> for people who sign in, the source's labeler_id otherwise.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    public LabelerKind Kind { get; set; }

    public long? UserId { get; set; }
}
