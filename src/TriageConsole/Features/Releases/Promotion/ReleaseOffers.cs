using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>The actions that a person can take on a release in its current state.</summary>
/// <param name="Promote">On every release. Missing: the worst gate that does not pass and what it needs, or why it does not apply.</param>
/// <param name="PromoteAnyway">An override with a reason. Not offered if no reason is allowed.</param>
/// <param name="RollBack">
/// On every release: from live to the release before, a candidate out of its experiment, or back to a superseded release.
/// </param>
/// <param name="Try">Start an experiment.</param>
/// <param name="Evaluate">For a draft: its gates are evaluated from then on.</param>
/// <param name="Reopen">Reopen after a rollback.</param>
/// <param name="Reject">Permanently.</param>
/// <param name="Copy">A new release that starts with the same components.</param>
/// <param name="Plan">A canary in steps, or a start at a given time.</param>
/// <param name="AskApproval">A request to the approvers.</param>
internal sealed record ReleaseOffers(
    Offer Promote,
    bool PromoteAnyway,
    Offer RollBack,
    Offer Try,
    bool Evaluate,
    bool Reopen,
    bool Reject,
    bool Copy,
    bool Plan,
    bool AskApproval
)
{
    /// <summary>Shown to a person who cannot promote or roll back.</summary>
    public const string NeedsApprover = "only approvers of the workflow can do this";

    public static ReleaseOffers Of(ReleaseRow row, ReleaseList list, ReleaseRights rights)
    {
        var isCandidate = row.State is ReleaseState.Draft or ReleaseState.Evaluating or ReleaseState.Shadow or ReleaseState.Canary;
        var bar = Bar(row, list, rights);
        return new ReleaseOffers(
            new Offer(true, NotPromotable(row.State) ?? (MayPromote(row, list, rights) ? bar ?? Waits(row) : NeedsApprover)),
            rights.Approves && isCandidate && bar is null && Waits(row) is not null,
            new Offer(true, NotRevocable(row, list) ?? (rights.Approves ? null : NeedsApprover)),
            // Only approvers change what users get: a lead can end a canary and do nothing else with it.
            isCandidate && (rights.Approves || row.State != ReleaseState.Canary)
                ? new Offer(true, TryMissing(row, list))
                : Offer.None,
            row.State == ReleaseState.Draft,
            row.State == ReleaseState.RolledBack,
            isCandidate,
            rights.Leads && row.State is ReleaseState.Superseded or ReleaseState.Rejected or ReleaseState.RolledBack,
            isCandidate && list.Live is not null,
            isCandidate
        );
    }

    /// <summary>A reason that an override cannot bypass.</summary>
    private static string? Bar(ReleaseRow row, ReleaseList list, ReleaseRights rights) =>
        row.Parts.FirstOrDefault(p => p.IsWithdrawn) is { } gone ? $"{ReleaseText.Part(gone)} is withdrawn"
        : list.Policy.NeedsTwoPeople
        && row.AuthorId == rights.UserId
        && (Approval(row, list) is not { } given || given.AnsweredById == row.AuthorId)
            ? "you created it: another person must promote it"
        : null;

    /// <summary>Approvers, and leads whose request an approver approved.</summary>
    private static bool MayPromote(ReleaseRow row, ReleaseList list, ReleaseRights rights) =>
        rights.Approves || (rights.Leads && Approval(row, list)?.RequestedById == rights.UserId);

    private static GivenApproval? Approval(ReleaseRow row, ReleaseList list) =>
        list.Approved.FirstOrDefault(a => a.ReleaseId == row.Id && a.Kind == ApprovalKind.Promotion);

    /// <summary>A gate without a result is named only if no other gate is open.</summary>
    private static string? Waits(ReleaseRow row) =>
        row switch
        {
            { Verdict: GateVerdict.Promote } => null,
            { Because: { } gate } => ReleaseText.Missing(
                row.Gates.Contains(gate) ? gate : row.Gates.Where(g => g.Answer != GateAnswer.Pass).WorstFirst().FirstOrDefault() ?? gate
            ),
            { State: ReleaseState.Draft } => "not evaluated yet",
            _ => "its gates will be evaluated shortly",
        };

    /// <summary>Why the state of a release allows no promotion; null if it allows one.</summary>
    private static string? NotPromotable(ReleaseState state) =>
        state switch
        {
            ReleaseState.Live => "it is live",
            ReleaseState.Superseded => "it was live before: roll back to it, or create a new release from it",
            ReleaseState.RolledBack => "it was rolled back: reopen it first",
            ReleaseState.Rejected => "it was rejected: create a new release from it",
            _ => null,
        };

    /// <summary>Why there is nothing to roll back; null if there is.</summary>
    private static string? NotRevocable(ReleaseRow row, ReleaseList list) =>
        row.State switch
        {
            ReleaseState.Live => row.RollbackTo is null ? "there is no earlier release" : null,
            ReleaseState.Shadow or ReleaseState.Canary => null,
            ReleaseState.Superseded => list.Live is null ? "no release is live"
            : row.Parts.FirstOrDefault(p => p.IsWithdrawn) is { } gone ? $"{ReleaseText.Part(gone)} is withdrawn"
            : null,
            ReleaseState.RolledBack => "it is rolled back",
            ReleaseState.Rejected => "it was never live",
            _ => "it gets no traffic",
        };

    private static string? TryMissing(ReleaseRow row, ReleaseList list)
    {
        if (list.Live is null)
            return "no release is live to compare with";
        if (row.Parts.Any(p => p.IsWithdrawn))
            return "a component is withdrawn";
        return
            list.Experiment is { } running
            && running.Arms.All(a => a.ReleaseId != row.Id)
            && row.State is ReleaseState.Draft or ReleaseState.Evaluating
            && list.Experiment is { Kind: ExperimentKind.Shadow } other
            ? $"{other.Arms.First(a => !a.IsControl).Name} is in shadow: end the shadow first"
            : null;
    }
}
