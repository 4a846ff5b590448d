using TriageConsole.Components.Conversations;
using TriageConsole.Features.Labels;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// The part of an interaction that a labeler sees. It excludes everything that suggests an answer: signals, errors,
/// scores, model, version, deployment, release, other labels, verdicts and outcome.
/// <c>IsUnreadable</c>: the stored data cannot be read; the labeler can skip or flag the item.
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
    double? LatencyMs,
    int? OutputTokens,
    string? Alternative,
    bool IsUnreadable = false
)
{
    /// <summary>Indexes of the messages that criteria of scope turn are asked for: those of the user and the assistant.</summary>
    public IReadOnlyList<int> Messages { get; } =
    [.. Turns.Where(t => t is { Role: "user" or "assistant", Message: not null }).Select(t => t.Message!.Value)];

    /// <summary>The response to judge, which spans and corrections refer to.</summary>
    public string Answer => JudgedText.Of(Output, Turns);
}
