using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>An open request for approval, for the start page.</summary>
public sealed record OpenApproval(
    long ReleaseId,
    string Release,
    ApprovalKind Kind,
    long? RequestedById,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    string Comment
);
