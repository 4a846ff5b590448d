using TriageConsole.Core.Common;

namespace TriageConsole.Core.Outcomes;

/// <summary>How well a signal predicts the outcome.</summary>
/// <param name="Count">Number of interactions with a measured outcome, with and without the signal.</param>
/// <param name="Difference">Mean outcome with the signal − without it, with Welch's 95 % interval.</param>
/// <param name="Correlation">Point-biserial r, −1..1; null if a side is empty or all outcomes are equal.</param>
/// <param name="Low">
/// Lower bound of the 95 % interval of r by Fisher's z (1915). Null for fewer than four values, and if all values are equal on each side.
/// </param>
/// <param name="High">Upper bound of the interval.</param>
public sealed record SignalPower(long Count, Interval Difference, double? Correlation, double? Low, double? High)
{
    /// <summary>Whether the interval of r excludes zero.</summary>
    public bool Predicts => Low > 0 || High < 0;

    internal double FisherZ => Math.Atanh(Math.Clamp(Correlation!.Value, -0.999999, 0.999999));
}
