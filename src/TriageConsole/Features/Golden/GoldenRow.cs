namespace TriageConsole.Features.Golden;

/// <summary>A golden item in the list. Checks are the labelers' answers since the current version.</summary>
public sealed record GoldenRow(
    long Id,
    long InteractionId,
    string TraceId,
    string Preview,
    string? Segment,
    long OwnerId,
    string Owner,
    bool IsLocked,
    int Number,
    DateTimeOffset RefreshDueAt,
    int Exposures,
    int LeakBudget,
    long Checks,
    long Right,
    GoldenTrouble Trouble,
    DateTimeOffset? RetiredAt,
    int RowVersion
);
