using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>A requested action with its subject as the page showed it.</summary>
public sealed record ReleaseAsk(ReleaseAct Act, ReleaseRow? Row = null, ReleaseComponentRow? Component = null, string? Version = null)
{
    /// <summary>The shares that the dialog of an experiment starts with; empty: its own.</summary>
    public IReadOnlyList<CandidateShare> Proposed { get; init; } = [];
}
