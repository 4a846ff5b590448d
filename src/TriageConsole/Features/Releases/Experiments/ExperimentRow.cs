using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Experiments;

/// <summary>An experiment that the release was part of, with its chart.</summary>
public sealed record ExperimentRow(
    long Id,
    ExperimentKind Kind,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? EndedAt,
    string EndReason,
    double Share,
    string Control,
    bool WasControl,
    IReadOnlyList<ExperimentPointRow> Points
);
