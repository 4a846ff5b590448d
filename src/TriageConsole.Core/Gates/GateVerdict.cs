namespace TriageConsole.Core.Gates;

/// <summary>The combined verdict of the gates.</summary>
public enum GateVerdict
{
    /// <summary>A guardrail fails: return to the previous live release.</summary>
    RollBack,

    /// <summary>A gate fails or has not enough evidence: no change.</summary>
    Hold,

    /// <summary>All gates pass.</summary>
    Promote,
}
