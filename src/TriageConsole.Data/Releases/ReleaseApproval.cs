using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Releases;

/// <summary>
/// A request to promote a release or to start its canary, with its answer. An approval holds for what the approver saw: the components and
/// the state of the release, the live release, the gate settings, and the results of the gates.
/// </summary>
public sealed class ReleaseApproval : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    public ApprovalKind Kind { get; set; }

    public ApprovalState State { get; set; }

    /// <summary>The steps of the canary as text; empty for a promotion.</summary>
    public string Steps { get; set; } = "";

    /// <summary>Null for an API key.</summary>
    public long? RequestedById { get; set; }

    public required string RequestedBy { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    public long? AnsweredById { get; set; }

    public string? AnsweredBy { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The transition of the release at the time of the answer. Null: a draft without transitions, or no answer yet.</summary>
    public int? TransitionNumber { get; set; }

    /// <summary>The live release at the time of the answer.</summary>
    public long? LiveReleaseId { get; set; }

    /// <summary>The version of the gate settings at the time of the answer; 0: the defaults.</summary>
    public int PolicyVersion { get; set; }

    /// <summary>SHA-256 of the components at the time of the answer.</summary>
    public string ContentHash { get; set; } = "";

    /// <summary>JSON array of the gate results at the time of the answer.</summary>
    public string Gates { get; set; } = "[]";

    public int RowVersion { get; set; }

    public List<ReleaseApprovalRemark> Remarks { get; set; } = [];
}
