using System.Diagnostics;
using TriageConsole.Core.Agreement;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The consensus of Dawid and Skene to a tolerance of 1e-8, in nanoseconds per label, class and round, at several sizes. Equal values mean
/// linear time. Reference: the same number of plain passes that add a row of classes per label, twice per round.
/// </summary>
internal static class ConsensusBenchmark
{
    private const int Labelers = 10;
    private const int Classes = 5;

    public static Task RunAsync(BenchmarkSize size)
    {
        foreach (var items in size == BenchmarkSize.Full ? new[] { 10_000, 100_000, 1_000_000 } : [10_000, 100_000])
        {
            var labels = Simulate(items);
            var (ours, reference, rounds, seconds) = (new List<double>(), new List<double>(), 0, new List<double>());
            for (var pair = 0; pair < 6; pair++)
            {
                var clock = Stopwatch.StartNew();
                rounds = DawidSkene.Fit(labels, items, Labelers, Classes).Iterations;
                var time = clock.Elapsed.TotalSeconds;
                clock.Restart();
                Pass(labels);
                var pass = clock.Elapsed.TotalSeconds;
                // Skip the first pair: it includes JIT compilation.
                if (pair == 0)
                    continue;
                seconds.Add(time);
                ours.Add(time * 1e9 / rounds / labels.Length / Classes);
                reference.Add(pass * 1e9 / labels.Length / Classes);
            }

            Measure.Print(
                $"consensus, {items:N0} items × {Labelers} labelers × {Classes} classes",
                Measure.Median(ours),
                Measure.Median(reference),
                "ns/label·class·round",
                $"goal ≤ 2.5; {rounds} rounds, {Measure.Median(seconds):0.00} s total"
            );
        }

        return Task.CompletedTask;
    }

    private static void Pass(IndexedLabel[] labels)
    {
        var (rows, truth) = (new double[Labelers * Classes * Classes], new double[Classes]);
        for (var half = 0; half < 2; half++)
            foreach (var label in labels)
                for (var c = 0; c < Classes; c++)
                    rows[(((label.Labeler * Classes) + label.Category) * Classes) + c] += truth[c];
    }

    /// <summary>The labelers range from good to bad: they copy the truth or guess.</summary>
    private static IndexedLabel[] Simulate(int items)
    {
        var random = new Random(1);
        var labels = new IndexedLabel[items * Labelers];
        for (var n = 0; n < labels.Length; n++)
        {
            var (item, labeler) = (n / Labelers, n % Labelers);
            labels[n] = new IndexedLabel(
                item,
                labeler,
                random.NextDouble() < 0.9 - (0.07 * labeler) ? item % Classes : random.Next(Classes)
            );
        }

        return labels;
    }
}
