using TriageConsole.Features.Releases.Gates;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>
/// A request for approval in the API. kind: promotion or canary. state: open, approved, declined, withdrawn, void, expired or used.
/// </summary>
public sealed record ApprovalBody(
    long Id,
    string Kind,
    string State,
    string? Steps,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    string? AnsweredBy,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ApprovalRemarkBody> Conversation
)
{
    internal static ApprovalBody Of(ApprovalRow a) =>
        new(
            a.Id,
            GateAnswerBody.Key(a.Kind.ToString()),
            GateAnswerBody.Key(a.State.ToString()),
            a.Steps.Length == 0 ? null : a.Steps,
            a.RequestedBy,
            a.RequestedAt,
            a.AnsweredBy,
            a.ExpiresAt,
            [.. a.Remarks.Select(r => new ApprovalRemarkBody(GateAnswerBody.Key(r.Step.ToString()), r.At, r.By, r.Text))]
        );
}
