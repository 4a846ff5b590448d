namespace TriageConsole.Core.Gates;

/// <summary>The result of one gate with its evidence.</summary>
/// <param name="Kind">The gate.</param>
/// <param name="Name">Display name; it distinguishes several guardrails.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Explanation">One sentence with the numbers.</param>
/// <param name="Value">The tested value; null if there is none.</param>
/// <param name="Low">Lower bound of its interval.</param>
/// <param name="High">Upper bound of its interval.</param>
/// <param name="Threshold">The value that it is compared with.</param>
/// <param name="Units">Number of units of both arms.</param>
/// <param name="MoreUnits">Number of additional units that would decide it at the current rate; null if unknown.</param>
/// <param name="MoreDays">Number of days for these units; null if unknown.</param>
/// <param name="Unit">The unit of value, bounds and threshold.</param>
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
    double? MoreDays = null,
    GateUnit Unit = GateUnit.Number
);
