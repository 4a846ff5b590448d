namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>A response, or why there is none.</summary>
/// <param name="Text">The response.</param>
/// <param name="LatencyMs">The time until the response was complete, in milliseconds.</param>
/// <param name="Problem">Why there is no response, in words that a tenant can read.</param>
/// <param name="IsAway">The endpoint did not respond or is temporarily unavailable.</param>
/// <param name="Note">A remark about the response, for example that it is truncated.</param>
/// <param name="IsCut">The response ended early, at the length limit or by a content filter.</param>
internal sealed record ChatReply(
    string? Text,
    double LatencyMs,
    string? Problem,
    bool IsAway = false,
    string? Note = null,
    bool IsCut = false
);
