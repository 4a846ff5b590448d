namespace TriageConsole.Features.Releases.Approvals;

/// <summary>kind: promotion (default) or canary. steps: of the canary, such as "5% 1h, 25% 24h".</summary>
public sealed record RequestApprovalBody(string? Kind, string? Steps, string? Comment);
