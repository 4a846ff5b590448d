namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>An answer, or why there is none.</summary>
/// <param name="Text">The answer.</param>
/// <param name="LatencyMs">Until it was there.</param>
/// <param name="Problem">Why there is none, in words that a tenant may read.</param>
/// <param name="IsAway">The endpoint itself did not answer, or refused for a while.</param>
/// <param name="Note">What is odd about the answer: that it was cut off, for one.</param>
/// <param name="IsCut">It ended before its end, at the length limit or by a filter.</param>
internal sealed record ChatReply(
    string? Text,
    double LatencyMs,
    string? Problem,
    bool IsAway = false,
    string? Note = null,
    bool IsCut = false
);
