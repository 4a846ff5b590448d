namespace TriageConsole.Features.Labels;

/// <summary>An imported label that is already stored.</summary>
internal sealed record KnownLabel(
    long Id,
    int Revision,
    long? JudgeVersionId,
    string? Comment,
    Dictionary<string, (string Value, double? Number)> Answers
);
