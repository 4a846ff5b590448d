using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Impact;
using TriageConsole.Features.Releases.Plans;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>One release with its components, history, experiments, requests for approval and labels.</summary>
public sealed record ReleaseDetail(
    ReleaseRow Row,
    string Notes,
    string? CopiedFrom,
    string? PreviousLive,
    IReadOnlyList<ReleaseComponentRow> Components,
    IReadOnlyList<TransitionRow> History,
    IReadOnlyList<ExperimentRow> Experiments,
    ReleaseList List,
    IReadOnlyList<ApprovalRow> Approvals,
    ReleaseLabels Labels
)
{
    /// <summary>The plans of this release, open ones first.</summary>
    public IEnumerable<PlanRow> Plans => List.Plans.Where(p => p.ReleaseId == Row.Id);
}
