using System.Diagnostics;
using TriageConsole.Core.Agreement;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Krippendorff's α of a rating matrix on one core, in values per second. Reference: one pass that sums the same memory. Then all
/// coefficients with 1,000 bootstrap replicates, in seconds. Reference: drawing as many items with the seeded generator on the same number
/// of threads. The reference draws at most 100,000 items, because the time must not grow beyond that.
/// </summary>
internal static class AgreementBenchmark
{
    private const int Labelers = 10;
    private const int Categories = 5;
    private const int Replicates = 1_000;
    private static readonly double[] Values = [.. Enumerable.Range(0, Categories).Select(v => (double)v)];

    public static Task RunAsync(BenchmarkSize size)
    {
        foreach (var labelers in new[] { 3, Labelers })
        foreach (var level in new[] { MeasurementLevel.Nominal, MeasurementLevel.Ordinal })
            Alpha(size == BenchmarkSize.Full ? 10_000_000 : 1_000_000, labelers, level);
        Bootstrap(100_000);
        if (size == BenchmarkSize.Full)
            Bootstrap(10_000_000);
        return Task.CompletedTask;
    }

    private static void Alpha(int items, int labelers, MeasurementLevel level)
    {
        var ratings = Simulate(items, labelers);
        var (ours, reference) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < 8; pair++)
        {
            var coefficient = Time(() => KrippendorffAlpha.ValueOf(AgreementTable.Of(Values, ratings, labelers), level)!.Value);
            var pass = Time(() => Sum(ratings));
            // Skip the first pairs: they include JIT compilation.
            if (pair > 2)
                (ours, reference) = ([.. ours, ratings.Length / coefficient / 1e6], [.. reference, ratings.Length / pass / 1e6]);
        }

        Measure.Print(
            $"agreement, {level} α of {items:N0} items × {labelers} labelers",
            Measure.Median(ours),
            Measure.Median(reference),
            "M values/s",
            "one core, goal ≥ 200"
        );
    }

    private static void Bootstrap(int items)
    {
        var ratings = Simulate(items, Labelers);
        var table = AgreementTable.Of(Values, ratings, Labelers);
        var (ours, reference) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < 3; pair++)
        {
            ours.Add(Time(() => All(AgreementTable.Of(Values, ratings, Labelers), ratings)));
            reference.Add(Time(() => Draws(Math.Min(items, 100_000))));
        }

        Measure.Print(
            $"agreement, 4 α, raw, Fleiss κ, AC1 × {Replicates:N0} replicates and {Labelers * (Labelers - 1) / 2} × 3 Cohen κ of "
                + $"{items:N0} items × {Labelers}",
            Measure.Median(ours),
            Measure.Median(reference),
            "s",
            $"{table.Patterns:N0} patterns"
        );
    }

    private static double All(AgreementTable table, short[] ratings)
    {
        var figures = Enum.GetValues<MeasurementLevel>().Select(l => UnitBootstrap.Alpha(table, l, Replicates, 1)).ToList();
        figures.AddRange([
            UnitBootstrap.Raw(table, Replicates, 1),
            UnitBootstrap.FleissKappa(table, Replicates, 1),
            UnitBootstrap.GwetAc1(table, Replicates, 1),
        ]);
        for (var first = 0; first < Labelers; first++)
        for (var second = first + 1; second < Labelers; second++)
            AddCohen(figures, Cross(ratings, first, second));
        return figures.Sum(f => f.Value!.Value);
    }

    private static void AddCohen(List<AgreementFigure> figures, long[,] table) =>
        figures.AddRange(Enum.GetValues<KappaWeights>().Select(w => CohenKappa.Of(table, w)));

    private static long[,] Cross(short[] ratings, int first, int second)
    {
        var table = new long[Categories, Categories];
        for (var at = 0; at < ratings.Length; at += Labelers)
            if (ratings[at + first] >= 0 && ratings[at + second] >= 0)
                table[ratings[at + first], ratings[at + second]]++;
        return table;
    }

    private static double Draws(int items)
    {
        long sum = 0;
        Parallel.For(
            0,
            7 * Replicates,
            b =>
            {
                var random = new Random(b);
                long own = 0;
                for (var n = 0; n < items; n++)
                    own += random.Next(items);
                Interlocked.Add(ref sum, own);
            }
        );
        return sum;
    }

    private static double Sum(short[] ratings)
    {
        long sum = 0;
        foreach (var rating in ratings)
            sum += rating;
        return sum;
    }

    private static double Time(Func<double> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        var seconds = clock.Elapsed.TotalSeconds;
        return double.IsFinite(result) ? seconds : throw new InvalidOperationException("The result is not a finite number.");
    }

    /// <summary>Ten percent of the ratings are missing. The others equal the truth with probability 0.7 and are random otherwise.</summary>
    private static short[] Simulate(int items, int labelers)
    {
        var random = new Random(1);
        var ratings = new short[items * labelers];
        for (var i = 0; i < items; i++)
        {
            var truth = random.Next(Categories);
            for (var l = 0; l < labelers; l++)
                ratings[(i * labelers) + l] = (short)(
                    random.NextDouble() < 0.1 ? -1
                    : random.NextDouble() < 0.7 ? truth
                    : random.Next(Categories)
                );
        }

        return ratings;
    }
}
