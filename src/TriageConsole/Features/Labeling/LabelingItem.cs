using TriageConsole.Data.Providers;

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
}
