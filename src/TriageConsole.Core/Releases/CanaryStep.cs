namespace TriageConsole.Core.Releases;

/// <summary>A step of a canary.</summary>
/// <param name="Share">The share of the units, 0 to 1.</param>
/// <param name="Hold">The time before the next step.</param>
public sealed record CanaryStep(double Share, TimeSpan Hold);
