using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>What is written beside a move: who, why, and on what evidence.</summary>
internal sealed record Move(
    TransitionCause Cause,
    Actor Actor,
    string Reason,
    string Gates = "[]",
    string? OverrideReason = null,
    long? OtherReleaseId = null
);
