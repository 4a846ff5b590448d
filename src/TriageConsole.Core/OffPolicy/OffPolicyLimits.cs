namespace TriageConsole.Core.OffPolicy;

/// <summary>Conditions under which an off-policy evaluation gives estimates.</summary>
public sealed record OffPolicyLimits
{
    /// <summary>
    /// The evaluation is refused if the mean of the weights differs from 1 by more standard errors: p &lt; 0.001, two-sided.
    /// </summary>
    public const double MaxStandardErrors = 3.290526731491895;

    /// <summary>Maximum weight of a unit in the clipped estimate; above 0. Default 10.</summary>
    public double Clip { get; init; } = 10;

    /// <summary>Minimum effective sample size, in units. Default 100.</summary>
    public double MinEffectiveUnits { get; init; } = 100;

    /// <summary>
    /// Maximum share of one unit in the sum of the weights, above 0 and at most 1. Default 0.05: the minimum effective sample size alone
    /// allows 0.1.
    /// </summary>
    public double MaxUnitShare { get; init; } = 0.05;

    /// <exception cref="ArgumentException">A limit is out of range.</exception>
    internal OffPolicyLimits Checked() =>
        Clip > 0 && MinEffectiveUnits >= 0 && MaxUnitShare is > 0 and <= 1
            ? this
            : throw new ArgumentException($"{this} are not valid limits: the clip must be above 0, and the share in (0, 1].");
}
