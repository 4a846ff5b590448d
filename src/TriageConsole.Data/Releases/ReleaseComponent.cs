namespace TriageConsole.Data.Releases;

/// <summary>The version of one component in a release.</summary>
public sealed class ReleaseComponent
{
    public long ReleaseId { get; set; }

    public long WorkflowId { get; set; }

    public ComponentKind Kind { get; set; }

    public required string Name { get; set; }

    public long ComponentVersionId { get; set; }

    public ComponentVersion? ComponentVersion { get; set; }
}
