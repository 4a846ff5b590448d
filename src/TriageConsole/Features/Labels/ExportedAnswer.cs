namespace TriageConsole.Features.Labels;

/// <summary>
/// One answer of one label. An import takes the row as a line. Without a value: the question had a suggestion and was left without an
/// answer.
/// </summary>
public sealed record ExportedAnswer(
    string TraceId,
    string TaskType,
    string LabelerId,
    string LabelerKind,
    string Rubric,
    int RubricVersion,
    string RubricKey,
    string? Value,
    double? NumericValue,
    string? Comment,
    int Revision,
    bool IsCurrent,
    bool IsExtra,
    int TimeOnTaskMs,
    DateTimeOffset CreatedAt,
    LabelTarget? Target,
    ExportedSuggestion? Suggestion = null
);
