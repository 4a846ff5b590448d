using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A flag or skip as its labeler sees it. It has nothing about the item that the labeler has not seen.</summary>
public sealed record OwnFlag(
    long Id,
    string Workflow,
    FlagKind Kind,
    FlagState State,
    string Note,
    string Preview,
    DateTimeOffset CreatedAt,
    IReadOnlyList<FlagMessage> Messages
);
