namespace TriageConsole.Features.Releases.Approvals;

public sealed record ApprovalRemarkBody(string Step, DateTimeOffset At, string By, string Text);
