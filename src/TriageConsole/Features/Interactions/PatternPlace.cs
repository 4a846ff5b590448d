namespace TriageConsole.Features.Interactions;

/// <summary>A pattern that an interaction lies in, and its page.</summary>
public sealed record PatternPlace(string Name, string Link, string State, bool InForce);
