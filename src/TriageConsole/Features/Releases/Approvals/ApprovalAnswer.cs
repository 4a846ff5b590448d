namespace TriageConsole.Features.Releases.Approvals;

/// <summary>
/// The answer of an approver with the state that the page showed. RowVersion: of the request. ReleaseVersion: of the release.
/// </summary>
public sealed record ApprovalAnswer(long ApprovalId, int RowVersion, int ReleaseVersion, bool Approves, string? Comment);
