namespace TriageConsole.Core.Patterns;

/// <summary>One condition of a pattern: attribute = value, both by index.</summary>
public readonly record struct PatternTerm(int Attribute, int Value);
