namespace TriageConsole.Features.Patterns;

/// <summary>A person who can own a pattern.</summary>
public sealed record PatternPerson(long Id, string Name);
