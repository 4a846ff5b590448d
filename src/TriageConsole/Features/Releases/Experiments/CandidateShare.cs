namespace TriageConsole.Features.Releases.Experiments;

/// <summary>A candidate and its share of the units, 0..1. The arms of a bandit start with equal shares.</summary>
public sealed record CandidateShare(long ReleaseId, double Share);
