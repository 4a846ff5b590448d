namespace TriageConsole.Features.DataHealth;

/// <summary>The unmatched signals of one kind.</summary>
/// <param name="Type">explicit, implicit, outcome, system or human.</param>
/// <param name="Name">Name of the signal.</param>
/// <param name="Count">Their number among the oldest that were read.</param>
/// <param name="Oldest">When the oldest was received.</param>
public sealed record UnmatchedGroup(string Type, string Name, int Count, DateTimeOffset Oldest);
