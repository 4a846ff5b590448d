using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Data.Releases;

/// <summary>A transition of a release between states. Rows are never changed.</summary>
public sealed class ReleaseTransition
{
    /// <summary>The allowed transitions. A check constraint in the database enforces the same.</summary>
    private static readonly Dictionary<ReleaseState, ReleaseState[]> Next = new()
    {
        [ReleaseState.Draft] = [ReleaseState.Evaluating, ReleaseState.Live, ReleaseState.Rejected],
        [ReleaseState.Evaluating] = [ReleaseState.Shadow, ReleaseState.Canary, ReleaseState.Live, ReleaseState.Rejected],
        [ReleaseState.Shadow] =
        [
            ReleaseState.Evaluating,
            ReleaseState.Canary,
            ReleaseState.Live,
            ReleaseState.RolledBack,
            ReleaseState.Rejected,
        ],
        [ReleaseState.Canary] =
        [
            ReleaseState.Evaluating,
            ReleaseState.Shadow,
            ReleaseState.Live,
            ReleaseState.RolledBack,
            ReleaseState.Rejected,
        ],
        [ReleaseState.Live] = [ReleaseState.Superseded, ReleaseState.RolledBack],
        [ReleaseState.Superseded] = [ReleaseState.Live],
        [ReleaseState.RolledBack] = [ReleaseState.Evaluating],
        [ReleaseState.Rejected] = [],
    };

    public long ReleaseId { get; set; }

    /// <summary>Counts from 1.</summary>
    public int Number { get; set; }

    /// <summary>The number of the previous transition. Null for the first, which starts from a draft.</summary>
    public int? PreviousNumber { get; set; }

    public ReleaseState FromState { get; set; }

    public ReleaseState ToState { get; set; }

    public TransitionCause Cause { get; set; }

    public DateTimeOffset At { get; set; }

    public long? ActorId { get; set; }

    public required string Actor { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>The reason of an override. Null if all gates passed or none was checked.</summary>
    public string? OverrideReason { get; set; }

    /// <summary>JSON array of the gate results at that time.</summary>
    public string Gates { get; set; } = "[]";

    /// <summary>The release that was replaced, or the one that replaced this release.</summary>
    public long? OtherReleaseId { get; set; }

    public static bool IsLegal(ReleaseState from, ReleaseState to) => Next[from].Contains(to);

    internal static string LegalPairs =>
        string.Join(" OR ", Next.SelectMany(n => n.Value.Select(to => $"(from_state = {(int)n.Key} AND to_state = {(int)to})")));
}
