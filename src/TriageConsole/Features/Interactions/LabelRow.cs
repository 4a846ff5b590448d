namespace TriageConsole.Features.Interactions;

public sealed record LabelRow(
    string Labeler,
    string LabelerKind,
    string Rubric,
    int RubricVersion,
    DateTimeOffset CreatedAt,
    int Revision,
    bool IsExtra,
    int? MessageIndex,
    IReadOnlyList<KeyValuePair<string, string>> Answers
);
