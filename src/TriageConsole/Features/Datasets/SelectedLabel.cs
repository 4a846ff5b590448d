using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Datasets;

/// <summary>A current label of an interaction, with its answers.</summary>
internal sealed record SelectedLabel(
    long Id,
    long InteractionId,
    long LabelerId,
    LabelerKind Kind,
    long RubricVersionId,
    int Revision,
    long? JudgeVersionId,
    DateTimeOffset CreatedAt,
    IReadOnlyList<(string Criterion, string Value)> Answers
);
