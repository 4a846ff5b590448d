using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Experiments;

/// <summary>The experiment that runs.</summary>
public sealed record RunningExperiment(
    long Id,
    ExperimentKind Kind,
    DateTimeOffset StartedAt,
    string StartedBy,
    IReadOnlyList<RunningArm> Arms,
    long SharedUnits = 0
);
