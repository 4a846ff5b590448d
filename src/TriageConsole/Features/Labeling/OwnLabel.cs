namespace TriageConsole.Features.Labeling;

/// <summary>A label as its labeler sees it again. It has nothing about the item that the labeler has not seen.</summary>
public sealed record OwnLabel(
    long Id,
    string Workflow,
    string Preview,
    string Answers,
    string? Comment,
    int Turn,
    int TimeOnTaskMs,
    int Revision,
    DateTimeOffset CreatedAt
);
