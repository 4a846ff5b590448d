namespace TriageConsole.Features.Patterns;

/// <summary>What the failures of a window concentrate on.</summary>
public sealed record WindowPattern(string Name, string Terms, long Failures, double Share);
