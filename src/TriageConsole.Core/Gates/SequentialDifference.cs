namespace TriageConsole.Core.Gates;

/// <summary>A difference that may be looked at at any time, in units of the metric: its intervals hold at all looks together.</summary>
/// <param name="Value">Candidate − live; null where an arm has no value.</param>
/// <param name="StandardError">Of the difference; null where nothing is known of the spread.</param>
/// <param name="Low">Lower end of the two-sided interval; null where there is none.</param>
/// <param name="High">Its upper end.</param>
/// <param name="P">Always-valid p of no difference, 0..1; 1 where there is no interval.</param>
/// <param name="LowOneSided">Lower bound where only that side is asked.</param>
/// <param name="HighOneSided">Upper bound where only that side is asked.</param>
/// <param name="Units">Of both arms.</param>
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
    /// <summary>The same as live − candidate: the gain of a metric of which less is better.</summary>
    public SequentialDifference Turned() =>
        this with
        {
            Value = -Value,
            Low = -High,
            High = -Low,
            LowOneSided = -HighOneSided,
            HighOneSided = -LowOneSided,
        };

    /// <summary>The same with both ends and the value moved.</summary>
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
