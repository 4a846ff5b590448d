using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Monitoring;

/// <summary>A watch, as it stands or ended.</summary>
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
    string Evidence
);
