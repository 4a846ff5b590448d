namespace TriageConsole.Core.Retrieval;

/// <summary>An answer with the documents that were retrieved for it.</summary>
/// <param name="At">When it was given.</param>
/// <param name="TaskId">Its task: the outcomes of its answers are not independent.</param>
/// <param name="Snapshot">The index snapshot (knowledge version); null if unknown.</param>
/// <param name="Outcome">The measured outcome in units of the workflow's metric; null if it is not measured.</param>
/// <param name="Documents">The documents in the order of their ranks, each once.</param>
public sealed record RetrievedAnswer(
    DateTimeOffset At,
    string TaskId,
    string? Snapshot,
    double? Outcome,
    IReadOnlyList<RankedDocument> Documents
)
{
    /// <summary>The ranks of the documents that a user opened.</summary>
    public IReadOnlySet<int> Clicked { get; init; } = new HashSet<int>();

    /// <summary>The ranks of the documents that the answer cites.</summary>
    public IReadOnlySet<int> Cited { get; init; } = new HashSet<int>();
}
