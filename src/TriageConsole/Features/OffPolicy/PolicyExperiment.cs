using TriageConsole.Data.Releases;

namespace TriageConsole.Features.OffPolicy;

/// <summary>An experiment whose decisions can be evaluated.</summary>
public sealed record PolicyExperiment(
    long Id,
    ExperimentKind Kind,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<PolicyExperimentArm> Arms
);
