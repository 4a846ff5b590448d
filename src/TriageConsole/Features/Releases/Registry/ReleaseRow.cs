using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// A release in a list. Gates: the results of the last evaluation; empty if its gates are not evaluated. Verdict: the combined result; null
/// if there are no gates. Because: the gate that decides the verdict. RollbackTo: for the live release, the target of a rollback; null:
/// none. Skipped: the releases that a rollback from the live release to this one skips; for the live release, to its target.
/// </summary>
public sealed record ReleaseRow(
    long Id,
    string Name,
    ReleaseState State,
    string Author,
    long? AuthorId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LiveSince,
    int RowVersion,
    IReadOnlyList<ReleasePart> Parts,
    IReadOnlyList<GateResult> Gates,
    GateVerdict? Verdict,
    GateResult? Because,
    DateTimeOffset? LookedAt,
    double? Share,
    string? RollbackTo,
    IReadOnlyList<string> Skipped
)
{
    /// <summary>The outcome compared with live, with its interval. Positive is better.</summary>
    public GateResult? Signal => Gates.FirstOrDefault(g => g.Kind == GateKind.Signal);
}
