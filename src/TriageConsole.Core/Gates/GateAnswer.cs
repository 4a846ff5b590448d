namespace TriageConsole.Core.Gates;

/// <summary>The answer of a gate. Missing data and an undecided test are neither pass nor fail.</summary>
public enum GateAnswer
{
    /// <summary>The condition is shown to hold.</summary>
    Pass,

    /// <summary>The condition is shown not to hold.</summary>
    Fail,

    /// <summary>Neither is shown so far.</summary>
    NotEnoughEvidence,
}
