using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Monitoring;

/// <summary>
/// The post-promotion monitoring of a release. IsShare: gain and bounds are differences of shares; otherwise they are in Unit.
/// </summary>
public sealed record MonitoringRow(
    long ReleaseId,
    string Release,
    string? Baseline,
    MonitorState State,
    bool IsRunning,
    DateTimeOffset StartedAt,
    DateTimeOffset EndsAt,
    long Units,
    double? Gain,
    double? Low,
    double? High,
    bool IsShare,
    string? Unit,
    string Evidence
);
