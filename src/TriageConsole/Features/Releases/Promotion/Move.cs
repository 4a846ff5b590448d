using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>What is stored with a transition: who, why, and the gate results.</summary>
internal sealed record Move(
    TransitionCause Cause,
    Actor Actor,
    string Reason,
    string Gates = "[]",
    string? OverrideReason = null,
    long? OtherReleaseId = null
);
