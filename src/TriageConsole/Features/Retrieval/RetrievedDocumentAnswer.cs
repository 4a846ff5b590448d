using TriageConsole.Core.Retrieval;

namespace TriageConsole.Features.Retrieval;

/// <summary>A document of a source in an index snapshot.</summary>
/// <param name="Id">The id of the document.</param>
/// <param name="Source">Its source; null if unknown.</param>
/// <param name="Snapshot">The index snapshot; null if unknown.</param>
/// <param name="Retrieved">Number of answers for which it was retrieved.</param>
/// <param name="Cited">Number of those that cite it.</param>
/// <param name="Clicked">Number of those in which a user opened it.</param>
/// <param name="MeanPosition">Its mean rank, from 1.</param>
/// <param name="ExpectedUses">The number of answers that would cite or open it if it were used like others at its ranks.</param>
/// <param name="ChangedAt">Its latest known change; null if unknown.</param>
/// <param name="OutcomesWith">Number of outcomes with it.</param>
/// <param name="OutcomesWithout">Number of outcomes without it, of the same snapshot.</param>
/// <param name="MeanWith">Mean outcome with it.</param>
/// <param name="MeanWithout">Mean outcome without it, at the same ranks.</param>
/// <param name="Difference">With − without.</param>
/// <param name="DifferenceLow">Lower end of the 95 % interval; null without an interval.</param>
/// <param name="DifferenceHigh">Upper end.</param>
/// <param name="Verdict">helps, hurts, stale, never_helps, no_difference or too_few_data.</param>
/// <param name="Proposed">Whether a filter is proposed.</param>
public sealed record RetrievedDocumentAnswer(
    string Id,
    string? Source,
    string? Snapshot,
    long Retrieved,
    long Cited,
    long Clicked,
    double MeanPosition,
    double ExpectedUses,
    DateTimeOffset? ChangedAt,
    long OutcomesWith,
    long OutcomesWithout,
    double? MeanWith,
    double? MeanWithout,
    double? Difference,
    double? DifferenceLow,
    double? DifferenceHigh,
    string Verdict,
    bool Proposed
)
{
    internal static RetrievedDocumentAnswer Of(DocumentFeedback d) =>
        new(
            d.Id,
            d.Source,
            d.Snapshot,
            d.Retrieved,
            d.Cited,
            d.Clicked,
            d.MeanPosition,
            d.ExpectedUses,
            d.ChangedAt,
            d.Effect.With.Count,
            d.Effect.Without.Count,
            d.Effect.MeanWith,
            d.Effect.MeanWithout,
            d.Effect.Difference.Value,
            d.Effect.Difference.Low,
            d.Effect.Difference.High,
            RetrievalWords.Key(d.Verdict),
            d.Proposed
        );
}
