namespace TriageConsole.Features.Patterns;

/// <summary>Somebody who can own a pattern.</summary>
public sealed record PatternPerson(long Id, string Name);
