using TriageConsole.Core.Common;

namespace TriageConsole.Core.Sampling;

/// <summary>An estimate with its standard error and its 95 % interval.</summary>
/// <param name="Value">Null if there are no observations.</param>
/// <param name="StandardError">Null for fewer than two observations.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public readonly record struct WeightedEstimate(double? Value, double? StandardError, double? Low, double? High)
{
    private const double Z = 1.959963984540054;

    /// <summary>The estimate without its standard error.</summary>
    public Interval Interval => new(Value, Low, High);

    internal static WeightedEstimate Of(double value, double? variance)
    {
        if (variance is not { } v)
            return new WeightedEstimate(value, null, null, null);
        var error = Math.Sqrt(Math.Max(0, v));
        return new WeightedEstimate(value, error, value - (Z * error), value + (Z * error));
    }

    /// <summary>The Wilson interval of a share with an effective sample size.</summary>
    internal static WeightedEstimate OfShare(double value, double variance, double effective)
    {
        const double z2 = Z * Z;
        var middle = (value + (z2 / (2 * effective))) / (1 + (z2 / effective));
        var half = Z / (1 + (z2 / effective)) * Math.Sqrt((value * (1 - value) / effective) + (z2 / (4 * effective * effective)));
        return new WeightedEstimate(
            value,
            Math.Sqrt(Math.Max(0, variance)),
            value <= 0 ? 0 : Math.Max(0, middle - half),
            value >= 1 ? 1 : Math.Min(1, middle + half)
        );
    }
}
