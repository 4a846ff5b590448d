namespace TriageConsole.Features.Patterns;

/// <summary>The failures of a pattern in one version.</summary>
public sealed record VersionShare(string Version, int Failures);
