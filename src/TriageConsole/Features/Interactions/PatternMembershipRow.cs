namespace TriageConsole.Features.Interactions;

/// <summary>A pattern that contains an interaction, with the link to its page.</summary>
public sealed record PatternMembershipRow(string Name, string Link, string State, bool Current);
