namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A flag or a reason for skipping.</summary>
public sealed record FlagAnswer(
    long Id,
    string Kind,
    string State,
    string Note,
    string TraceId,
    string Labeler,
    DateTimeOffset CreatedAt,
    string Action,
    string? ResolvedBy,
    DateTimeOffset? ResolvedAt,
    IReadOnlyList<FlagMessageAnswer> Messages
)
{
    internal static FlagAnswer Of(FlagRow row, IEnumerable<FlagMessage> messages) =>
        new(
            row.Id,
            FlagWords.Word(row.Kind),
            FlagWords.Word(row.State),
            row.Note,
            row.TraceId,
            row.Labeler,
            row.CreatedAt,
            FlagWords.Word(row.Action),
            row.ResolvedBy,
            row.ResolvedAt,
            [
                .. messages.Select(m => new FlagMessageAnswer(
                    m.Kind.ToString().ToLowerInvariant(),
                    m.Author,
                    m.IsFromLabeler,
                    m.Text,
                    m.CreatedAt
                )),
            ]
        );
}
