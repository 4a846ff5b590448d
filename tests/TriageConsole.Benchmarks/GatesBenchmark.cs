using System.Diagnostics;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The signal gate on ten million units, from two weeks of five-minute rollups of both arms: once with all rows summed, once with one more
/// window on stored sums and evidence. Reference: the same number of rows with a hundred thousand units. The ratio is the cost of units and
/// must be 1.
/// </summary>
internal static class GatesBenchmark
{
    private const int Windows = 14 * 288;
    private const int Pairs = 21;
    private static readonly SequentialRule Rule = new(Tuning: 5000);

    public static Task RunAsync(BenchmarkSize size)
    {
        const int many = 10_000_000,
            few = 100_000;
        var (large, small) = (Rollups(many), Rollups(few));
        Compare($"gates, {Windows:N0} windows of {many:N0} and of {few:N0} units added up", 200, large, small, All);
        Compare($"gates, one window more on kept sums of {many:N0} and of {few:N0} units", 20_000, Kept(large), Kept(small), OneMore);
        return Task.CompletedTask;
    }

    private static void Compare<T>(string name, int repeats, T large, T small, Func<T, GateAnswer> work)
    {
        var (ours, reference) = (new List<double>(), new List<double>());
        for (var pair = -3; pair < Pairs; pair++)
        {
            var mine = Time(repeats, large, work);
            var theirs = Time(repeats, small, work);
            // Skip the first pairs: they include JIT compilation.
            if (pair >= 0)
                (ours, reference) = ([.. ours, mine], [.. reference, theirs]);
        }

        Measure.Print(name, Measure.Median(ours), Measure.Median(reference), "µs", "goal 1: independent of units");
    }

    private static double Time<T>(int repeats, T input, Func<T, GateAnswer> work)
    {
        var open = 0;
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; n < repeats; n++)
            open += work(input) == GateAnswer.NotEnoughEvidence ? 1 : 0;
        var elapsed = Stopwatch.GetElapsedTime(began).TotalMicroseconds / repeats;
        // Both sizes must give a decision, because an undecided result formats a different message.
        return open == 0 ? elapsed : throw new InvalidOperationException("The planted difference was not found.");
    }

    private static GateAnswer All((OutcomeSums Live, OutcomeSums Candidate)[] rows)
    {
        var (live, candidate) = (default(OutcomeSums), default(OutcomeSums));
        foreach (var row in rows)
            (live, candidate) = (live + row.Live, candidate + row.Candidate);
        return Answer(live, candidate, YesNoEvidence.Start);
    }

    private static GateAnswer OneMore(
        (OutcomeSums Live, OutcomeSums Candidate, YesNoEvidence Evidence, (OutcomeSums Live, OutcomeSums Candidate) Next) kept
    )
    {
        var evidence = kept.Evidence.Add(
            kept.Next.Live.Count,
            (long)kept.Next.Live.Sum,
            kept.Next.Candidate.Count,
            (long)kept.Next.Candidate.Sum
        );
        return Answer(kept.Live + kept.Next.Live, kept.Candidate + kept.Next.Candidate, evidence);
    }

    private static GateAnswer Answer(OutcomeSums live, OutcomeSums candidate, YesNoEvidence evidence) =>
        SignalGate.Of(live, candidate, false, Rule, evidence)[^1].Answer;

    private static (OutcomeSums Live, OutcomeSums Candidate, YesNoEvidence Evidence, (OutcomeSums Live, OutcomeSums Candidate) Next) Kept(
        (OutcomeSums Live, OutcomeSums Candidate)[] rows
    )
    {
        var (live, candidate, evidence) = (default(OutcomeSums), default(OutcomeSums), YesNoEvidence.Start);
        foreach (var row in rows[..^1])
        {
            (live, candidate) = (live + row.Live, candidate + row.Candidate);
            evidence = evidence.Add(row.Live.Count, (long)row.Live.Sum, row.Candidate.Count, (long)row.Candidate.Sum);
        }

        return (live, candidate, evidence, rows[^1]);
    }

    /// <summary>Binary outcomes with rates 0.70 and 0.74, half of the units per arm.</summary>
    private static (OutcomeSums Live, OutcomeSums Candidate)[] Rollups(int units)
    {
        var random = new Random(1);
        var rows = new (OutcomeSums Live, OutcomeSums Candidate)[Windows];
        for (var n = 0; n < units; n++)
        {
            ref var row = ref rows[n % Windows];
            var yes = random.NextDouble() < (n / Windows % 2 == 0 ? 0.70 : 0.74) ? 1 : 0;
            if (n / Windows % 2 == 0)
                row.Live += new OutcomeSums(1, yes, yes);
            else
                row.Candidate += new OutcomeSums(1, yes, yes);
        }

        return rows;
    }
}
