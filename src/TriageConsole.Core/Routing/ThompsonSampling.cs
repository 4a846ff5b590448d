using MathNet.Numerics.Distributions;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Routing;

/// <summary>
/// Shares of a bandit: each arm's is the probability that it is the best, with a floor under all. Source: W. R. Thompson, "On the likelihood that
/// one unknown probability exceeds another", Biometrika 25, 1933. The shares are the propensities that are logged with what was served.
/// </summary>
public static class ThompsonSampling
{
    /// <summary>Fewest units of every arm before shares differ.</summary>
    public const long LeastUnits = 100;

    /// <summary>
    /// floor + (1 − arms·floor)·P(best). Posteriors: Beta(1 + yes, 1 + no) where all arms are yes/no, else normal around the mean with its standard
    /// error. Equal shares as long as an arm has fewer than <see cref="LeastUnits"/>, and where no values differ at all.
    /// </summary>
    /// <param name="arms">Rewards of each arm.</param>
    /// <param name="lowerIsBetter">Whether less is better.</param>
    /// <param name="floor">Least share of an arm, 0 or more.</param>
    /// <param name="draws">Draws from the posteriors; 10,000 give a share to about 0.01.</param>
    /// <param name="seed">The same seed gives the same shares.</param>
    /// <returns>A share for each arm; their sum is 1.</returns>
    /// <exception cref="ArgumentException">No arm, no draw, floors that add up to more than 1, or sums that are none.</exception>
    public static IReadOnlyList<double> Shares(
        IReadOnlyList<OutcomeSums> arms,
        bool lowerIsBetter,
        double floor = 0.05,
        int draws = 10_000,
        ulong seed = 0
    )
    {
        if (arms.Count == 0 || draws < 1)
            throw new ArgumentException("There is no arm, or no draw.");
        if (!(floor >= 0) || arms.Count * floor > 1 + 1e-12)
            throw new ArgumentOutOfRangeException(nameof(floor), floor, $"{arms.Count} floors add up to more than 1.");
        foreach (var arm in arms)
            arm.Checked();
        if (arms.Any(a => a.Count < LeastUnits))
            return [.. arms.Select(_ => 1.0 / arms.Count)];
        var best = Best(arms, lowerIsBetter, draws, new SeededRandom((int)(seed >> 32), (int)seed));
        return [.. best.Select(w => floor + ((1 - (arms.Count * floor)) * w))];
    }

    /// <summary>How often each arm drew the best; a tie is shared.</summary>
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
        // An arm whose values are all alike has not shown its spread: it borrows the widest.
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
