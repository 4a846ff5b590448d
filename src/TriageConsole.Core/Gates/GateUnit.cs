namespace TriageConsole.Core.Gates;

/// <summary>The unit of the value, the bounds and the threshold of a gate.</summary>
public enum GateUnit
{
    /// <summary>Units of the metric, a number of units or items, or a p-value.</summary>
    Number = 0,

    /// <summary>Shares, 0..1.</summary>
    Share = 1,

    /// <summary>Differences of two shares, −1..1.</summary>
    ShareDifference = 2,
}
