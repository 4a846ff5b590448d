using TriageConsole.Data.Providers;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>A leased item with the answers so far.</summary>
public sealed record LabelingItem(
    LeaseToken Lease,
    long InteractionId,
    string Reason,
    BlindContent Content,
    IReadOnlyDictionary<string, string> Draft,
    int ElapsedMs,
    bool Flagged
)
{
    public long AssignmentId => Lease.AssignmentId;

    /// <summary>What the form suggests, by key of the answer. Empty unless the rubric allows it.</summary>
    public IReadOnlyDictionary<string, SuggestedAnswer> Suggestions { get; init; } = new Dictionary<string, SuggestedAnswer>();
}
