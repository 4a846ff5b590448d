using MathNet.Numerics.Distributions;

namespace TriageConsole.Core.Agreement;

/// <summary>The accuracy of a labeler, from checks with a known answer.</summary>
/// <param name="Mean">Posterior mean of the share of right answers, 0..1.</param>
/// <param name="Low">Lower end of its 95 % credible interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Checks">Number of checked answers.</param>
public readonly record struct LabelerTrust(double Mean, double Low, double High, long Checks)
{
    /// <summary>Beta(1 + right, 1 + wrong): without checks the mean is 0.5, between 0.025 and 0.975.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more right answers than checks, or a number is negative.</exception>
    public static LabelerTrust Of(long right, long checks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, checks);
        var (a, b) = (1d + right, 1d + (checks - right));
        return new LabelerTrust(a / (a + b), Beta.InvCDF(a, b, 0.025), Beta.InvCDF(a, b, 0.975), checks);
    }
}
