using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Releases;

/// <summary>
/// A named set with one version of each component of a workflow. It is promoted and rolled back as a whole. At most one release of a
/// workflow is live.
/// </summary>
public sealed class Release : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>
    /// The release name in events. If events contained none and the release was registered from traffic: model_id@model_version.
    /// </summary>
    public required string Name { get; set; }

    public string Notes { get; set; } = "";

    /// <summary>
    /// The current state: always the <see cref="ReleaseTransition.ToState"/> of the transition with the number
    /// <see cref="TransitionNumber"/>.
    /// </summary>
    public ReleaseState State { get; set; }

    /// <summary>The number of the last transition. Null for a draft without transitions.</summary>
    public int? TransitionNumber { get; set; }

    public long? AuthorId { get; set; }

    public required string Author { get; set; }

    /// <summary>The release whose components were copied. State, evidence and approvals are not copied.</summary>
    public long? CopiedFromId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the release last went live.</summary>
    public DateTimeOffset? LiveSince { get; set; }

    /// <summary>The release that was live before: the target of a rollback.</summary>
    public long? PreviousLiveId { get; set; }

    public int RowVersion { get; set; }

    public List<ReleaseComponent> Components { get; set; } = [];
}
