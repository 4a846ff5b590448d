namespace TriageConsole.Data.Patterns;

/// <summary>A detected problem of the data of a workflow, as of the last check.</summary>
public sealed class Finding
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public FindingKind Kind { get; set; }

    /// <summary>The subject: an attribute, a version or a signal.</summary>
    public required string Subject { get; set; }

    public FindingLevel Level { get; set; }

    /// <summary>The explanation in a sentence, with numbers.</summary>
    public required string Explanation { get; set; }

    /// <summary>When the problem started, if known.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>When the problem was first detected.</summary>
    public DateTimeOffset FoundAt { get; set; }

    /// <summary>Whether the problem still existed at the last check.</summary>
    public bool IsCurrent { get; set; }
}
