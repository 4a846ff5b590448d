namespace TriageConsole.Features.Patterns;

/// <summary>A pattern in the failures of a window.</summary>
public sealed record WindowPattern(string Name, string Terms, long Failures, double Share);
