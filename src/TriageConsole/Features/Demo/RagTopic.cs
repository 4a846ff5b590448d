namespace TriageConsole.Features.Demo;

/// <summary>A question, the current answer of the handbook, and the answer of an older edition if there is one.</summary>
internal sealed record RagTopic(
    string Key,
    string[] Questions,
    RagDocument Current,
    string Answer,
    string Invented,
    RagDocument? Stale = null,
    string? StaleAnswer = null
);
