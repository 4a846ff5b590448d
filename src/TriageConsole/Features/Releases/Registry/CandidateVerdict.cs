namespace TriageConsole.Features.Releases.Registry;

/// <summary>A candidate whose gates all pass, or whose guardrail fails; since when.</summary>
public sealed record CandidateVerdict(long ReleaseId, string Release, bool IsReady, DateTimeOffset Since);
