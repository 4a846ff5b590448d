using TriageConsole.Features.Releases.Experiments;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>One release with its components, history and experiments.</summary>
public sealed record ReleaseDetail(
    ReleaseRow Row,
    string Notes,
    string? CopiedFrom,
    string? PreviousLive,
    IReadOnlyList<ReleaseComponentRow> Components,
    IReadOnlyList<TransitionRow> History,
    IReadOnlyList<ExperimentRow> Experiments,
    ReleaseList List
);
