namespace TriageConsole.Features.Releases.Registry;

/// <summary>The mean outcome of a version with its 95 % interval. IsShare: all values are 0 or 1.</summary>
public sealed record VersionOutcome(string Metric, long Count, double Mean, double? Low, double? High, bool IsShare);
