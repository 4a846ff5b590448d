using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Monitoring;

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
    public ReleaseRow? Live => Releases.FirstOrDefault(r => r.State == ReleaseState.Live);
}
