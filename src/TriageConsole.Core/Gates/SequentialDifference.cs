namespace TriageConsole.Core.Gates;

/// <summary>A difference in units of the metric, with intervals that are valid at every look.</summary>
/// <param name="Value">Candidate − live; null if an arm has no value.</param>
/// <param name="StandardError">Standard error of the difference; null if the spread is unknown.</param>
/// <param name="Low">Lower bound of the two-sided interval; null if there is none.</param>
/// <param name="High">Upper bound of the two-sided interval.</param>
/// <param name="P">Always-valid p of no difference, 0..1; 1 if there is no interval.</param>
/// <param name="LowOneSided">Lower one-sided bound.</param>
/// <param name="HighOneSided">Upper one-sided bound.</param>
/// <param name="Units">Number of units of both arms.</param>
public readonly record struct SequentialDifference(
    double? Value,
    double? StandardError,
    double? Low,
    double? High,
    double P,
    double? LowOneSided,
    double? HighOneSided,
    long Units
)
{
    /// <summary>The same as live − candidate: the gain of a metric for which less is better.</summary>
    public SequentialDifference Turned() =>
        this with
        {
            Value = -Value,
            Low = -High,
            High = -Low,
            LowOneSided = -HighOneSided,
            HighOneSided = -LowOneSided,
        };

    /// <summary>The same with value and bounds shifted.</summary>
    internal SequentialDifference Moved(double by) =>
        this with
        {
            Value = Value + by,
            Low = Low + by,
            High = High + by,
            LowOneSided = LowOneSided + by,
            HighOneSided = HighOneSided + by,
        };
}
