namespace TriageConsole.Features.Rubrics;

/// <summary>A published version in the list of versions.</summary>
public sealed record RubricVersionRow(
    long Id,
    int Number,
    DateTimeOffset PublishedAt,
    string PublishedBy,
    string Note,
    int Labels,
    BridgeProgress? Bridge
);
