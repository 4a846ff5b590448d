using TriageConsole.Core.OffPolicy;

namespace TriageConsole.Core.Tests.OffPolicy;

/// <summary>
/// A simulated log. Three contexts and three actions, yes/no rewards. The outcome model is wrong in every cell, and is not fitted to the
/// log.
/// </summary>
internal static class OffPolicyLog
{
    private static readonly double[][] Logging =
    [
        [0.6, 0.3, 0.1],
        [0.2, 0.5, 0.3],
        [0.34, 0.33, 0.33],
    ];
    private static readonly double[][] Target =
    [
        [0.2, 0.3, 0.5],
        [0.1, 0.2, 0.7],
        [0.05, 0.9, 0.05],
    ];
    private static readonly double[][] Rate =
    [
        [0.2, 0.4, 0.6],
        [0.5, 0.3, 0.1],
        [0.7, 0.9, 0.3],
    ];

    /// <summary>Mean reward of the target policy and of the logging policy.</summary>
    public static (double Target, double Logging) Truth(double scale = 1) => (Mean(Target, scale), Mean(Logging, scale));

    /// <param name="random">Source of randomness.</param>
    /// <param name="n">Number of units.</param>
    /// <param name="scale">Factor of all reward rates.</param>
    /// <param name="propensityOf">What the log says about a probability; the truth by default.</param>
    public static LoggedUnit[] Draw(Random random, int n, double scale = 1, Func<double, double>? propensityOf = null)
    {
        var units = new LoggedUnit[n];
        for (var i = 0; i < n; i++)
        {
            var context = random.Next(3);
            var u = random.NextDouble();
            var action =
                u < Logging[context][0] ? 0
                : u < Logging[context][0] + Logging[context][1] ? 1
                : 2;
            var propensity = Logging[context][action];
            units[i] = new LoggedUnit(
                propensityOf?.Invoke(propensity) ?? propensity,
                Target[context][action],
                random.NextDouble() < Rate[context][action] * scale ? 1 : 0,
                new OutcomePrediction(
                    Wrong(context, action, scale),
                    Enumerable.Range(0, 3).Sum(a => Target[context][a] * Wrong(context, a, scale))
                )
            );
        }

        return units;
    }

    private static double Wrong(int context, int action, double scale) => scale * ((0.5 * Rate[context][action]) + 0.3);

    private static double Mean(double[][] policy, double scale) =>
        Enumerable.Range(0, 3).Average(x => Enumerable.Range(0, 3).Sum(a => policy[x][a] * Rate[x][a] * scale));
}
