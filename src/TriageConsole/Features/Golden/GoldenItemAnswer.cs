namespace TriageConsole.Features.Golden;

/// <summary>A golden item in the API.</summary>
public sealed record GoldenItemAnswer(
    string TraceId,
    int Version,
    int RubricVersion,
    IReadOnlyDictionary<string, string> Answers,
    string? ExpectedOutput,
    string Owner,
    bool Locked,
    DateTimeOffset RefreshDueAt,
    DateTimeOffset MadeAt
);
