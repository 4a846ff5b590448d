namespace TriageConsole.Features.Demo;

/// <summary>A question people ask, what the handbook says today, and what an older edition said where there was one.</summary>
internal sealed record RagTopic(
    string Key,
    string[] Questions,
    RagDocument Current,
    string Answer,
    string Invented,
    RagDocument? Stale = null,
    string? StaleAnswer = null
);
