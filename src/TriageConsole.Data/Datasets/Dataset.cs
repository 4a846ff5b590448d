using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Datasets;

/// <summary>A dataset of a workflow: a policy, and the versions that were built from it.</summary>
public sealed class Dataset : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>Unique in the tenant.</summary>
    public required string Name { get; set; }

    /// <summary>The policy of the last build as canonical JSON.</summary>
    public required string Policy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    /// <summary>The highest number of a version; 0 without versions.</summary>
    public int LastNumber { get; set; }

    /// <summary>Two builds at the same time: the second one to publish starts again.</summary>
    public int RowVersion { get; set; }
}
