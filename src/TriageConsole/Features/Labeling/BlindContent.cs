using TriageConsole.Components.Conversations;
using TriageConsole.Features.Labels;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// What a labeler sees of an interaction: nothing of model, version, deployment, release, other labels, verdicts or outcome. Unreadable:
/// what was stored of it defeats the reader; it can be skipped and flagged all the same.
/// </summary>
public sealed record BlindContent(
    string TraceId,
    DateTimeOffset Timestamp,
    string? Country,
    string? Segment,
    string? Input,
    string? Output,
    IReadOnlyList<Turn> Turns,
    IReadOnlyList<RetrievedDocument> Documents,
    IReadOnlyList<ShownSignal> Signals,
    string? ErrorKind,
    double? LatencyMs,
    int? OutputTokens,
    string? Alternative,
    bool IsUnreadable = false
)
{
    /// <summary>The text that spans and corrections refer to.</summary>
    public string Answer => JudgedText.Of(Output, Turns);
}
