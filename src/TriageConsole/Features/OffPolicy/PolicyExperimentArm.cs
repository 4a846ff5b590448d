namespace TriageConsole.Features.OffPolicy;

/// <summary>A release of an experiment and its latest share, 0..1.</summary>
public sealed record PolicyExperimentArm(string Release, double Share, bool IsControl);
