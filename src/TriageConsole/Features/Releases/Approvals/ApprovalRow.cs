using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>A request for approval with its conversation, the oldest entry first.</summary>
public sealed record ApprovalRow(
    long Id,
    ApprovalKind Kind,
    ApprovalState State,
    string Steps,
    long? RequestedById,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    long? AnsweredById,
    string? AnsweredBy,
    DateTimeOffset ExpiresAt,
    int RowVersion,
    IReadOnlyList<ApprovalRemarkRow> Remarks
)
{
    public bool IsOpen => State == ApprovalState.Open;

    /// <summary>"to promote it", or "to start a canary with 5% 1h, 25% 24h".</summary>
    public string Words => Kind == ApprovalKind.Promotion ? "to promote it" : $"to start a canary with {Steps}";
}
