using TriageConsole.Core.Retrieval;

namespace TriageConsole.Features.Retrieval;

/// <summary>An answer with documents, and what decides whether it can be learned from.</summary>
internal sealed record LoggedAnswer(
    long InteractionId,
    string TraceId,
    string TaskId,
    string? InputHash,
    string? ConsentScope,
    bool IsWithdrawn,
    RetrievedAnswer Answer
);
