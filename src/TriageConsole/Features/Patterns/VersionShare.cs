namespace TriageConsole.Features.Patterns;

/// <summary>A version among a pattern's failures.</summary>
public sealed record VersionShare(string Version, int Failures);
