using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A flag or skip in a list. IsAnswered: the last message is from the labeler, after a reply of a lead.</summary>
public sealed record FlagRow(
    long Id,
    FlagKind Kind,
    FlagState State,
    string Note,
    long InteractionId,
    string TraceId,
    string Preview,
    string Labeler,
    DateTimeOffset CreatedAt,
    FlagAction Action,
    string? ResolvedBy,
    DateTimeOffset? ResolvedAt,
    bool IsAnswered
);
