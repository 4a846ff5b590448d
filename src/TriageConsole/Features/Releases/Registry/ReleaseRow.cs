using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// A release as the list shows it. Gates: as they stood at the last look; empty where nothing looks at it. Verdict: what they say together;
/// null where nothing looks at it. Because: the gate that holds it, or fails. RollbackTo: where its rollback would go, of the live one;
/// null: nowhere.
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
    string? RollbackTo
)
{
    /// <summary>The outcome against live, with its interval: in the good direction.</summary>
    public GateResult? Signal => Gates.FirstOrDefault(g => g.Kind == GateKind.Signal);
}
