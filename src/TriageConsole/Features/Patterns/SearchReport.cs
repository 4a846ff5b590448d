namespace TriageConsole.Features.Patterns;

/// <summary>The last search of a workflow: what it read and what it left out.</summary>
public sealed record SearchReport(
    DateTimeOffset? FinishedAt,
    int Milliseconds,
    long Interactions,
    long Failures,
    long Tested,
    DateTimeOffset? From,
    DateTimeOffset? To,
    IReadOnlyList<string> Notes
);
