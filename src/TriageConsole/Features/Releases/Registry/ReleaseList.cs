using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Plans;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>The data of the releases page of a workflow.</summary>
public sealed record ReleaseList(
    IReadOnlyList<ReleaseRow> Releases,
    RunningExperiment? Experiment,
    MonitoringRow? Watch,
    IReadOnlyList<UnregisteredVersion> Unregistered,
    ReleasePolicy Policy,
    string? Metric,
    string? Unit,
    bool LowerIsBetter
)
{
    /// <summary>The plans of the workflow, open ones first.</summary>
    public IReadOnlyList<PlanRow> Plans { get; init; } = [];

    /// <summary>The freeze that is active; null if there is none.</summary>
    public ActiveFreeze? Freeze { get; init; }

    /// <summary>Approvals that have not been used.</summary>
    public IReadOnlyList<GivenApproval> Approved { get; init; } = [];

    public ReleaseRow? Live => Releases.FirstOrDefault(r => r.State == ReleaseState.Live);
}
