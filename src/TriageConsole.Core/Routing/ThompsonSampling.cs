using MathNet.Numerics.Distributions;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Routing;

/// <summary>
/// Shares of a bandit: the share of each arm is the probability that it is the best arm, with a minimum for all arms. Source: W. R.
/// Thompson, "On the likelihood that one unknown probability exceeds another", Biometrika 25, 1933. The shares are the propensities that
/// are logged with each response.
/// </summary>
public static class ThompsonSampling
{
    /// <summary>Minimum number of units of every arm before the shares differ.</summary>
    public const long MinUnits = 100;

    /// <summary>
    /// floor + (1 − arms·floor)·P(best). Posteriors: Beta(1 + yes, 1 + no) if all arms are yes/no, otherwise normal with the mean and its
    /// standard error. Shares are equal while an arm has fewer than <see cref="MinUnits"/> units, and if all values are equal.
    /// </summary>
    /// <param name="arms">Rewards of each arm.</param>
    /// <param name="lowerIsBetter">Whether a lower reward is better.</param>
    /// <param name="floor">Minimum share of an arm, 0 or more.</param>
    /// <param name="draws">Number of draws from the posteriors; 10,000 give a precision of about 0.01.</param>
    /// <param name="seed">The same seed gives the same shares.</param>
    /// <returns>One share per arm; they sum to 1.</returns>
    /// <exception cref="ArgumentException">No arms, no draws, the minimum shares sum to more than 1, or invalid sums.</exception>
    public static IReadOnlyList<double> Shares(
        IReadOnlyList<OutcomeSums> arms,
        bool lowerIsBetter,
        double floor = 0.05,
        int draws = 10_000,
        ulong seed = 0
    )
    {
        if (arms.Count == 0 || draws < 1)
            throw new ArgumentException("There must be at least one arm and one draw.");
        if (!(floor >= 0) || arms.Count * floor > 1 + 1e-12)
            throw new ArgumentOutOfRangeException(nameof(floor), floor, $"The minimum shares of {arms.Count} arms sum to more than 1.");
        foreach (var arm in arms)
            arm.Checked();
        if (arms.Any(a => a.Count < MinUnits))
            return [.. arms.Select(_ => 1.0 / arms.Count)];
        var best = Best(arms, lowerIsBetter, draws, new SeededRandom((int)(seed >> 32), (int)seed));
        return [.. best.Select(w => floor + ((1 - (arms.Count * floor)) * w))];
    }

    /// <summary>How often each arm has the best draw; ties are split.</summary>
    private static double[] Best(IReadOnlyList<OutcomeSums> arms, bool lowerIsBetter, int draws, SeededRandom random)
    {
        var posteriors = Posteriors(arms, random);
        var (won, drawn) = (new double[arms.Count], new double[arms.Count]);
        for (var n = 0; n < draws; n++)
        {
            for (var i = 0; i < drawn.Length; i++)
                drawn[i] = lowerIsBetter ? -posteriors[i]() : posteriors[i]();
            var top = drawn.Max();
            var ties = drawn.Count(d => d == top);
            for (var i = 0; i < drawn.Length; i++)
                won[i] += drawn[i] == top ? 1.0 / ties : 0;
        }

        return [.. won.Select(w => w / draws)];
    }

    private static Func<double>[] Posteriors(IReadOnlyList<OutcomeSums> arms, SeededRandom random)
    {
        if (arms.All(a => a.IsYesNo))
            return [.. arms.Select(a => (Func<double>)(() => Beta.Sample(random, 1 + a.Sum, 1 + a.Count - a.Sum)))];
        // If all values of an arm are equal, its spread is unknown. It uses the largest variance of all arms.
        var widest = arms.Max(a => a.Variance!.Value);
        return
        [
            .. arms.Select(a =>
                    (
                        Mean: a.Mean!.Value,
                        Error: Math.Sqrt((a.Variance > a.SumOfSquares * 1e-12 / a.Count ? a.Variance.Value : widest) / a.Count)
                    )
                )
                .Select(p => (Func<double>)(() => Normal.Sample(random, p.Mean, p.Error))),
        ];
    }
}
