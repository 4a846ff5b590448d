using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Experiments;

/// <summary>The running experiment of a workflow.</summary>
public sealed record RunningExperiment(
    long Id,
    ExperimentKind Kind,
    DateTimeOffset StartedAt,
    string StartedBy,
    IReadOnlyList<RunningArm> Arms,
    long SharedUnits = 0
);
