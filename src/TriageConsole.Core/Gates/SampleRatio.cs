using System.Globalization;
using MathNet.Numerics;

namespace TriageConsole.Core.Gates;

/// <summary>
/// Tests whether the arms received the planned shares of the units. If they did not, a comparison of the arms is not valid.
/// </summary>
public static class SampleRatio
{
    /// <summary>The gate fails if p is below this value.</summary>
    public const double Alarm = 0.001;

    /// <summary>K. Pearson's χ² (1900): Σ (observed − expected)²/expected with arms − 1 degrees of freedom.</summary>
    /// <param name="observed">Number of units of each arm.</param>
    /// <param name="weights">Planned share of each arm, on any scale.</param>
    /// <returns>p is 1 if there are no units. p is 0 and χ² is infinite if an arm with a share of 0 has units.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a number is negative, or all shares are 0.</exception>
    public static (double ChiSquare, double P) Test(IReadOnlyList<long> observed, IReadOnlyList<double> weights)
    {
        var shares = weights.Sum();
        if (
            observed.Count != weights.Count
            || observed.Any(n => n < 0)
            || weights.Any(w => !(w >= 0))
            || !(shares > 0 && double.IsFinite(shares))
        )
            throw new ArgumentException("Units and shares must be of the same arms.");
        var all = observed.Sum();
        if (all == 0)
            return (0, 1);
        var arms = observed.Zip(weights, (n, w) => (Observed: n, Expected: all * w / shares)).ToList();
        if (arms.Any(a => a is { Expected: 0, Observed: > 0 }))
            return (double.PositiveInfinity, 0);
        var chi = arms.Where(a => a.Expected > 0).Sum(a => (a.Observed - a.Expected) * (a.Observed - a.Expected) / a.Expected);
        var freedom = arms.Count(a => a.Expected > 0) - 1;
        return (chi, freedom == 0 || chi == 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2.0, chi / 2));
    }

    /// <summary>
    /// The gate: fails if p is below <see cref="Alarm"/>. Without units there is not enough evidence. Parameters as for <see cref="Test"/>.
    /// </summary>
    public static GateResult Gate(IReadOnlyList<long> observed, IReadOnlyList<double> weights)
    {
        var (_, p) = Test(observed, weights);
        var units = observed.Sum();
        var answer =
            units == 0 ? GateAnswer.NotEnoughEvidence
            : p < Alarm ? GateAnswer.Fail
            : GateAnswer.Pass;
        var shares = weights.Sum();
        var counts = string.Join(" : ", observed.Select(n => n.ToString("N0", CultureInfo.InvariantCulture)));
        var planned = string.Join(" : ", weights.Select(w => GateText.Percent(w / shares)));
        var text =
            units == 0
                ? "There are no units."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{counts} units, planned {planned}: the shares {(p < Alarm ? "differ" : "match")} (p {SignificantDigits.Of(p, 4)})."
                );
        return new GateResult(
            GateKind.SampleRatio,
            "Sample ratio",
            answer,
            text,
            Value: units == 0 ? null : p,
            Threshold: Alarm,
            Units: units
        );
    }
}
