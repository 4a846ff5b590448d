using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>An approval that has not been used.</summary>
public sealed record GivenApproval(
    long ReleaseId,
    ApprovalKind Kind,
    long? RequestedById,
    string RequestedBy,
    long? AnsweredById,
    string Steps
);
