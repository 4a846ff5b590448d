using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Impact;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Promotion;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>A release in full. frozen_until: null if no freeze is active.</summary>
public sealed record ReleaseDetailAnswer(
    ReleaseAnswer Release,
    string Notes,
    string? BasedOn,
    IReadOnlyList<TransitionAnswer> History,
    IReadOnlyList<PlanAnswer> Plans,
    IReadOnlyList<ApprovalBody> Approvals,
    DateTimeOffset? FrozenUntil,
    ReleaseLabels Labels
)
{
    internal static ReleaseDetailAnswer Of(ReleaseDetail detail) =>
        new(
            ReleaseAnswer.Of(detail.Row),
            detail.Notes,
            detail.CopiedFrom,
            [.. detail.History.Select(TransitionAnswer.Of)],
            [.. detail.Plans.Select(PlanAnswer.Of)],
            [.. detail.Approvals.Select(ApprovalBody.Of)],
            detail.List.Freeze?.EndsAt,
            detail.Labels
        );
}
