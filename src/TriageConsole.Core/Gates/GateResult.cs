namespace TriageConsole.Core.Gates;

/// <summary>What a gate says. Missing data and an open question are no answer, and never pass.</summary>
public enum GateAnswer
{
    /// <summary>It is shown.</summary>
    Pass,

    /// <summary>The contrary is shown.</summary>
    Fail,

    /// <summary>Neither, so far.</summary>
    NotEnoughEvidence,
}

/// <summary>Gates in the order in which they have the word.</summary>
public enum GateKind
{
    /// <summary>Safety, latency, cost, escalations: not worse beyond a margin.</summary>
    Guardrail,

    /// <summary>The arms were given the units that they should have been given.</summary>
    SampleRatio,

    /// <summary>Few units were served by both arms; those that were count for neither.</summary>
    SharedUnits,

    /// <summary>Outcomes were measured in both arms.</summary>
    DataPresent,

    /// <summary>Enough units an arm, at enough of the traffic.</summary>
    MinimumSample,

    /// <summary>The outcome got better.</summary>
    Signal,

    /// <summary>The offline evaluation.</summary>
    OfflineEvaluation,

    /// <summary>The golden set is not stale.</summary>
    GoldenSet,

    /// <summary>The judges agree with experts well enough.</summary>
    Judges,

    /// <summary>The components it consists of are known.</summary>
    Components,

    /// <summary>A person agreed; asked last.</summary>
    Approval,
}

/// <summary>One gate's answer with its evidence.</summary>
/// <param name="Kind">Which gate.</param>
/// <param name="Name">Its name on the page: of several guardrails, which.</param>
/// <param name="Answer">What it says.</param>
/// <param name="Explanation">The same in a sentence, with the figures.</param>
/// <param name="Value">The figure it rests on, in its own units; null where there is none.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Threshold">What the figure is held against.</param>
/// <param name="Units">Units it rests on, both arms.</param>
/// <param name="MoreUnits">How many more would decide it at the present rate; null where that is not known.</param>
/// <param name="MoreDays">How long they take.</param>
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
