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

/// <summary>The gates in order of precedence.</summary>
public enum GateKind
{
    /// <summary>Safety, latency, cost, escalations: not worse than live beyond a margin.</summary>
    Guardrail,

    /// <summary>The actual shares of the arms match the planned ones.</summary>
    SampleRatio,

    /// <summary>Few units were served by both arms. Such units count for neither arm.</summary>
    SharedUnits,

    /// <summary>Both arms have measured outcomes.</summary>
    DataPresent,

    /// <summary>Enough units per arm, and a large enough share of the traffic.</summary>
    MinimumSample,

    /// <summary>The outcome improved.</summary>
    Signal,

    /// <summary>The offline evaluation passed.</summary>
    OfflineEvaluation,

    /// <summary>The golden set is up to date.</summary>
    GoldenSet,

    /// <summary>The LLM judges agree with experts well enough.</summary>
    Judges,

    /// <summary>The components of the release are known.</summary>
    Components,

    /// <summary>A person approved; evaluated last.</summary>
    Approval,
}

/// <summary>The result of one gate with its evidence.</summary>
/// <param name="Kind">The gate.</param>
/// <param name="Name">Display name; it distinguishes several guardrails.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Explanation">One sentence with the numbers.</param>
/// <param name="Value">The tested value in its own units; null if there is none.</param>
/// <param name="Low">Lower bound of its interval.</param>
/// <param name="High">Upper bound of its interval.</param>
/// <param name="Threshold">The value that it is compared with.</param>
/// <param name="Units">Number of units of both arms.</param>
/// <param name="MoreUnits">Number of additional units that would decide it at the current rate; null if unknown.</param>
/// <param name="MoreDays">Number of days for these units; null if unknown.</param>
public sealed record GateResult(
    GateKind Kind,
    string Name,
    GateAnswer Answer,
    string Explanation,
    double? Value = null,
    double? Low = null,
    double? High = null,
    double? Threshold = null,
    long? Units = null,
    long? MoreUnits = null,
    double? MoreDays = null
);
