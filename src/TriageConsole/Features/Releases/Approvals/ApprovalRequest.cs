using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>A request for approval. Steps: of the canary, as text; empty for a promotion.</summary>
public sealed record ApprovalRequest(long ReleaseId, ApprovalKind Kind, string? Steps, string? Comment);
