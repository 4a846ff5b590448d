namespace TriageConsole.Features.Interactions;

/// <summary>A pattern that contains an interaction, with the link to its page.</summary>
public sealed record PatternPlace(string Name, string Link, string State, bool InForce);
