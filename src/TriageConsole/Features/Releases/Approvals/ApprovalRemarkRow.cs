using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>An entry in the conversation of an approval.</summary>
public sealed record ApprovalRemarkRow(ApprovalStep Step, DateTimeOffset At, string By, string Text)
{
    public string Words =>
        Step switch
        {
            ApprovalStep.Requested => "requested approval",
            ApprovalStep.Approved => "approved",
            ApprovalStep.Declined => "declined",
            ApprovalStep.Withdrawn => "withdrew the request",
            ApprovalStep.Void => "the approval is void",
            ApprovalStep.Expired => "the request expired",
            ApprovalStep.Used => "used the approval",
            _ => "commented",
        };
}
