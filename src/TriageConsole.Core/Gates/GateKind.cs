namespace TriageConsole.Core.Gates;

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
