using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>
/// A candidate with a decision: all gates pass, or at least one fails. Since: when the verdict changed to this. Failing: the worst failing
/// gate; null if all pass.
/// </summary>
public sealed record CandidateVerdict(
    long ReleaseId,
    string Release,
    bool IsReady,
    DateTimeOffset Since,
    ReleaseState State = ReleaseState.Evaluating,
    GateResult? Failing = null
);
