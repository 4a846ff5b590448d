namespace TriageConsole.Features.Releases.Experiments;

/// <summary>A candidate and its share of the units, 0..1; of a bandit the shares begin equal.</summary>
public sealed record CandidateShare(long ReleaseId, double Share);
