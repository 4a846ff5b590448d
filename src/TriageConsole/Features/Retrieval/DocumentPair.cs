namespace TriageConsole.Features.Retrieval;

/// <summary>A line of the training set: a query and a document that was chosen for it.</summary>
/// <param name="Query">The input.</param>
/// <param name="DocumentId">The chosen document.</param>
/// <param name="Source">Its source; null if unknown.</param>
/// <param name="Snapshot">The index snapshot; null if unknown.</param>
/// <param name="Signal">click or citation.</param>
/// <param name="Position">Its rank, from 1.</param>
/// <param name="Propensity">The clipped probability that the rank is looked at, relative to the best one.</param>
/// <param name="Weight">1/propensity.</param>
/// <param name="Candidates">All documents that were retrieved, in their order.</param>
/// <param name="TraceId">The interaction.</param>
/// <param name="Split">train, validation or test; all pairs of a task are in the same.</param>
internal sealed record DocumentPair(
    string Query,
    string DocumentId,
    string? Source,
    string? Snapshot,
    string Signal,
    int Position,
    double Propensity,
    double Weight,
    IReadOnlyList<string> Candidates,
    string TraceId,
    string Split
);
