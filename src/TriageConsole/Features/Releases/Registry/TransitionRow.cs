using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>One transition in the history of a release.</summary>
public sealed record TransitionRow(
    int Number,
    ReleaseState From,
    ReleaseState To,
    TransitionCause Cause,
    DateTimeOffset At,
    string Actor,
    string Reason,
    string? OverrideReason,
    IReadOnlyList<GateResult> Gates,
    string? Other
);
