namespace TriageConsole.Core.Patterns;

/// <summary>Inputs of the impact of a pattern.</summary>
/// <param name="Measured">Number of interactions of the pattern with a measured outcome.</param>
/// <param name="Sum">Sum of their outcomes, in units of the metric.</param>
/// <param name="RestMeasured">Number of other interactions of the workflow with a measured outcome.</param>
/// <param name="RestSum">Sum of their outcomes.</param>
/// <param name="LowerIsBetter">Whether a lower value of the metric is better.</param>
/// <param name="WeeklyVolume">Interactions of the pattern per week, measured or not.</param>
/// <param name="ValuePerUnit">Value of one unit of the metric on one interaction.</param>
public readonly record struct PatternOutcomes(
    long Measured,
    double Sum,
    long RestMeasured,
    double RestSum,
    bool LowerIsBetter,
    double WeeklyVolume,
    double ValuePerUnit
);
