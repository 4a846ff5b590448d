using TriageConsole.Core.Common;

namespace TriageConsole.Core.OffPolicy;

/// <summary>Standard errors of means and of estimates that are nearly means.</summary>
internal static class Spread
{
    public const double Z = 1.959963984540054;

    /// <summary>Deviations that are smaller, relative to the numbers they come from, are rounding errors.</summary>
    private const double Rounding = 1e-13;

    /// <summary>The mean, and its standard error sd/√n with sd divided by n − 1; null if the spread is unknown.</summary>
    /// <param name="values">One value per unit.</param>
    /// <param name="scale">The largest number that the values come from.</param>
    public static (double Mean, double? Error) OfMean(double[] values, double scale)
    {
        var mean = values.Average();
        var deviations = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            deviations[i] = values[i] - mean;
        return (mean, OfDeviations(deviations, scale, values.Length - 1));
    }

    /// <summary>
    /// √(Σ u²/<paramref name="divisor"/>/n) for deviations u whose mean is 0. The divisor is n − 1 for a mean, and n for the delta method.
    /// </summary>
    /// <param name="deviations">How far each unit moves the estimate, times n.</param>
    /// <param name="scale">The largest number that the deviations come from.</param>
    /// <param name="divisor">Degrees of freedom.</param>
    /// <returns>Null for fewer than two units, and if all deviations are 0.</returns>
    public static double? OfDeviations(double[] deviations, double scale, int divisor)
    {
        if (deviations.Length < 2 || deviations.All(u => Math.Abs(u) <= scale * Rounding))
            return null;
        var largest = deviations.Max(Math.Abs);
        return largest * Math.Sqrt(deviations.Sum(u => u / largest * (u / largest)) / divisor / deviations.Length);
    }

    /// <summary>The normal 95 % interval.</summary>
    public static Interval Around(double value, double? error) => new(value, value - (Z * error), value + (Z * error));
}
