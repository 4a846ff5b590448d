using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>What a person may do with a release as it stands.</summary>
/// <param name="Promote">Missing: the first gate that does not pass, and by how much.</param>
/// <param name="PromoteAnyway">Against its gates, with a reason; not where no reason helps.</param>
/// <param name="RollBack">Of the live one back to the one before, of a candidate away from traffic.</param>
/// <param name="Try">On a share of the traffic.</param>
/// <param name="Evaluate">A draft's gates are looked at from then on.</param>
/// <param name="TakeUp">After a rollback.</param>
/// <param name="Reject">For good.</param>
/// <param name="Copy">A new release that begins with its components.</param>
internal sealed record ReleaseOffers(
    Offer Promote,
    bool PromoteAnyway,
    Offer RollBack,
    Offer Try,
    bool Evaluate,
    bool TakeUp,
    bool Reject,
    bool Copy
)
{
    public static ReleaseOffers Of(ReleaseRow row, ReleaseList list, ReleaseRights rights)
    {
        var isCandidate = row.State is ReleaseState.Draft or ReleaseState.Evaluating or ReleaseState.Shadow or ReleaseState.Canary;
        var bar = Bar(row, list, rights);
        return new ReleaseOffers(
            rights.Approves && isCandidate ? new Offer(true, bar ?? Waits(row)) : Offer.None,
            rights.Approves && isCandidate && bar is null && Waits(row) is not null,
            RollBackOf(row, rights),
            // What users get is for approvers to change: a lead stops a canary, and no more.
            isCandidate && (rights.Approves || row.State != ReleaseState.Canary)
                ? new Offer(true, TryMissing(row, list))
                : Offer.None,
            row.State == ReleaseState.Draft,
            row.State == ReleaseState.RolledBack,
            isCandidate,
            rights.Leads && row.State is ReleaseState.Superseded or ReleaseState.Rejected or ReleaseState.RolledBack
        );
    }

    /// <summary>What no reason gets past.</summary>
    private static string? Bar(ReleaseRow row, ReleaseList list, ReleaseRights rights) =>
        row.Parts.FirstOrDefault(p => p.IsWithdrawn) is { } gone ? $"{ReleaseText.Part(gone)} is withdrawn"
        : list.Policy.NeedsTwoPeople && row.AuthorId == rights.UserId ? "you made it: another person promotes it"
        : null;

    /// <summary>A gate that was never asked is named only where nothing else is open.</summary>
    private static string? Waits(ReleaseRow row) =>
        row switch
        {
            { Verdict: GateVerdict.Promote } => null,
            { Because: { } gate } => ReleaseText.Missing(
                row.Gates.Contains(gate) ? gate : row.Gates.Where(g => g.Answer != GateAnswer.Pass).MinBy(g => g.Kind) ?? gate
            ),
            { State: ReleaseState.Draft } => "not evaluated yet",
            _ => "its gates are looked at in a moment",
        };

    private static Offer RollBackOf(ReleaseRow row, ReleaseRights rights) =>
        row.State switch
        {
            _ when !rights.Approves => Offer.None,
            ReleaseState.Live => new Offer(true, row.RollbackTo is null ? "no release before it to go back to" : null),
            ReleaseState.Shadow or ReleaseState.Canary => Offer.Open,
            _ => Offer.None,
        };

    private static string? TryMissing(ReleaseRow row, ReleaseList list)
    {
        if (list.Live is null)
            return "nothing is live to compare it with";
        if (row.Parts.Any(p => p.IsWithdrawn))
            return "a component is withdrawn";
        return
            list.Experiment is { } running
            && running.Arms.All(a => a.ReleaseId != row.Id)
            && row.State is ReleaseState.Draft or ReleaseState.Evaluating
            && list.Experiment is { Kind: ExperimentKind.Shadow } other
            ? $"{other.Arms.First(a => !a.IsControl).Name} is in shadow: stop that first"
            : null;
    }
}
