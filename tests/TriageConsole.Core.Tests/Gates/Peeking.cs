using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Gates;

/// <summary>Simulates tests with a look after every window; a test stops at the first answer.</summary>
internal static class Peeking
{
    /// <summary>The looks, from 1, at which runs stopped, ascending. Runs that never stopped are excluded.</summary>
    /// <param name="runs">Number of simulated tests.</param>
    /// <param name="looks">Maximum number of looks per test.</param>
    /// <param name="seed">The same seed gives the same runs.</param>
    /// <param name="start">Starts a test. The returned function adds one window and says whether the test stops.</param>
    public static List<int> Stops(int runs, int looks, int seed, Func<Random, Func<bool>> start)
    {
        var stopped = new int[runs];
        Parallel.For(
            0,
            runs,
            run =>
            {
                var step = start(new Random((seed * 100_003) + run));
                for (var look = 1; look <= looks && stopped[run] == 0; look++)
                    if (step())
                        stopped[run] = look;
            }
        );
        return [.. stopped.Where(look => look > 0).Order()];
    }

    /// <summary>Two arms that grow by windows of yes/no outcomes.</summary>
    public static Func<Random, Func<bool>> YesNo(
        double liveRate,
        int live,
        double candidateRate,
        int candidate,
        Func<OutcomeSums, OutcomeSums, bool> stops
    ) => Arms(random => Window(random, liveRate, live), random => Window(random, candidateRate, candidate), stops);

    public static Func<Random, Func<bool>> Arms(
        Func<Random, OutcomeSums> live,
        Func<Random, OutcomeSums> candidate,
        Func<OutcomeSums, OutcomeSums, bool> stops
    ) =>
        random =>
        {
            OutcomeSums a = default,
                b = default;
            return () =>
            {
                a += live(random);
                b += candidate(random);
                return stops(a, b);
            };
        };

    public static OutcomeSums Window(Random random, double rate, int units)
    {
        var yes = 0;
        for (var n = 0; n < units; n++)
            yes += random.NextDouble() < rate ? 1 : 0;
        return new OutcomeSums(units, yes, yes);
    }
}
