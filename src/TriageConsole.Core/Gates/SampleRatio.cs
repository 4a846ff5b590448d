using System.Globalization;
using MathNet.Numerics;

namespace TriageConsole.Core.Gates;

/// <summary>Whether the arms were given the units that their shares promise: where they were not, no comparison of them holds.</summary>
public static class SampleRatio
{
    /// <summary>p under which the shares are not believed.</summary>
    public const double Alarm = 0.001;

    /// <summary>K. Pearson's χ² (1900): Σ (observed − expected)²/expected with arms − 1 degrees of freedom.</summary>
    /// <param name="observed">Units of each arm.</param>
    /// <param name="weights">Share of each, in any unit.</param>
    /// <returns>p is 1 where nothing was observed, and 0, with χ² infinite, where an arm without a share was given units.</returns>
    /// <exception cref="ArgumentException">Not one weight an arm, a negative figure, or no share at all.</exception>
    public static (double ChiSquare, double P) Test(IReadOnlyList<long> observed, IReadOnlyList<double> weights)
    {
        var shares = weights.Sum();
        if (
            observed.Count != weights.Count
            || observed.Any(n => n < 0)
            || weights.Any(w => !(w >= 0))
            || !(shares > 0 && double.IsFinite(shares))
        )
            throw new ArgumentException("Units and shares are not those of the same arms.");
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

    /// <summary>The gate: fails under <see cref="Alarm"/>; without units there is no evidence either way. Parameters as for <see cref="Test"/>.</summary>
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
        var wanted = string.Join(" : ", weights.Select(w => (w / shares).ToString("0.##%", CultureInfo.InvariantCulture)));
        var text =
            units == 0
                ? "No units were counted."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{counts} units where {wanted} was asked: {(p < Alarm ? "not what the shares promise" : "as the shares promise")} (p {p:0.####})."
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
