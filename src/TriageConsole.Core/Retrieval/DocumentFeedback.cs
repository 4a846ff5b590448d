namespace TriageConsole.Core.Retrieval;

/// <summary>What is known about a document of a source in an index snapshot.</summary>
/// <param name="Id">The id of the document.</param>
/// <param name="Source">Its source; null if unknown.</param>
/// <param name="Snapshot">The index snapshot; null if unknown.</param>
/// <param name="Retrieved">Number of answers for which it was retrieved.</param>
/// <param name="Cited">Number of those that cite it.</param>
/// <param name="Clicked">Number of those in which a user opened it.</param>
/// <param name="MeanPosition">Its mean rank, from 1.</param>
/// <param name="ExpectedUses">
/// The number of answers that would cite or open it if it were used as often as other documents at its ranks.
/// </param>
/// <param name="FirstAt">The first answer of the time for which it was retrieved.</param>
/// <param name="LastAt">The last one.</param>
/// <param name="ChangedAt">The latest known change of the document; null if the events do not say.</param>
/// <param name="Effect">Outcomes with and without it.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="Proposed">
/// Whether a filter is proposed: it hurts, is stale or never helps in the last snapshot for which it was retrieved.
/// </param>
public sealed record DocumentFeedback(
    string Id,
    string? Source,
    string? Snapshot,
    long Retrieved,
    long Cited,
    long Clicked,
    double MeanPosition,
    double ExpectedUses,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    DateTimeOffset? ChangedAt,
    DocumentEffect Effect,
    DocumentVerdict Verdict,
    bool Proposed
);
