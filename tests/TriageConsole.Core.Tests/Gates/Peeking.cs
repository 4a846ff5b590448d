using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Gates;

/// <summary>Simulated tests that are looked at after every window and stop at the first answer.</summary>
internal static class Peeking
{
    /// <summary>The looks, from 1, at which runs stopped, rising; runs that never did are not among them.</summary>
    /// <param name="runs">Tests simulated.</param>
    /// <param name="looks">Most looks of each.</param>
    /// <param name="seed">The same seed gives the same runs.</param>
    /// <param name="start">Starts a test; what it returns draws one more window and says whether the test stops.</param>
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
