namespace TriageConsole.Features.Labeling;

/// <summary>A person's own label with its item. IsCurrent: no later revision or undo has replaced it.</summary>
public sealed record OwnLabelDetail(
    long InteractionId,
    string Workflow,
    DateTimeOffset CreatedAt,
    bool IsCurrent,
    int Turn,
    string? Comment,
    IReadOnlyList<(string Question, string Answer)> Answers,
    BlindContent Content
);
