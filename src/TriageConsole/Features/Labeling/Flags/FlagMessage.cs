using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>An entry of the thread between lead and labeler. IsNew: the labeler has not seen it.</summary>
public sealed record FlagMessage(
    long Id,
    FlagEntryKind Kind,
    string Author,
    bool IsFromLabeler,
    string Text,
    DateTimeOffset CreatedAt,
    bool IsNew
);
