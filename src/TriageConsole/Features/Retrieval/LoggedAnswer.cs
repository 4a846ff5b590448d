using TriageConsole.Core.Retrieval;

namespace TriageConsole.Features.Retrieval;

/// <summary>An answer with documents, and what decides whether it can be learned from.</summary>
internal sealed record LoggedAnswer(
    long InteractionId,
    string TraceId,
    string? InputHash,
    string? ConsentScope,
    bool IsWithdrawn,
    RetrievedAnswer Answer
)
{
    /// <summary>The ranks of documents that only users opened who have withdrawn consent since.</summary>
    public IReadOnlySet<int> WithdrawnClicks { get; init; } = new HashSet<int>();
}
