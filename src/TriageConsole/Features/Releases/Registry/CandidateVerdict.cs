namespace TriageConsole.Features.Releases.Registry;

/// <summary>A candidate whose gates all pass or whose guardrail fails. Since: when the verdict changed to this.</summary>
public sealed record CandidateVerdict(long ReleaseId, string Release, bool IsReady, DateTimeOffset Since);
