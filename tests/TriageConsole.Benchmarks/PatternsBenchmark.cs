using System.Diagnostics;
using System.Numerics;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The exact top 20 patterns of up to three terms. Reference: one pass of popcounts over the bitmaps of all pairs of terms.
/// </summary>
internal static class PatternsBenchmark
{
    private const int Attributes = 20;
    private const int Pairs = 5;

    public static Task RunAsync(BenchmarkSize size)
    {
        var full = size == BenchmarkSize.Full ? 1_000_000 : 100_000;
        var last = 0.0;
        foreach (var rows in new[] { full / 2, full })
        {
            var data = Draw(rows);
            var (ours, reference) = (new List<double>(), new List<double>());
            for (var n = 0; n < (size == BenchmarkSize.Full ? 1 : Pairs); n++)
            {
                ours.Add(Seconds(() => PatternMiner.Find(data, new PatternSettings { MinRows = rows / 1000 })));
                reference.Add(Seconds(() => PopcountPairs(data)));
            }

            var (mine, theirs) = (Measure.Median(ours), Measure.Median(reference));
            var growth = last > 0 ? $"; {mine / last:0.00} × the time of half the rows" : "";
            Measure.Print($"patterns, {rows:N0} rows × {Attributes} attributes", mine * 1000, theirs * 1000, "ms", $"goal ≤ 20{growth}");
            last = mine;
        }

        return Task.CompletedTask;
    }

    private static double Seconds(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Attributes with 2 to 50 values and three planted patterns.</summary>
    private static PatternData Draw(int rows)
    {
        var random = new Random(11);
        var codes = Enumerable
            .Range(0, Attributes)
            .Select(a => Enumerable.Range(0, rows).Select(_ => random.Next(2 + (a * 48 / (Attributes - 1)))).ToArray())
            .ToArray();
        var failed = Enumerable
            .Range(0, rows)
            .Select(r =>
                random.NextDouble()
                < (
                    codes[3][r] == 1 && codes[5][r] == 2 ? 0.5
                    : codes[9][r] == 4 ? 0.2
                    : codes[0][r] == 1 && codes[1][r] == 1 && codes[12][r] == 7 ? 0.6
                    : 0.08
                )
            )
            .ToArray();
        return new PatternData(
            [
                .. codes.Select(
                    (c, a) =>
                        new PatternAttribute($"a{a}", [.. Enumerable.Range(0, 2 + (a * 48 / (Attributes - 1))).Select(v => $"{v}")], c)
                ),
            ],
            failed
        );
    }

    /// <summary>One AND and one popcount per word, for each pair of terms of different attributes, on all cores.</summary>
    private static void PopcountPairs(PatternData data)
    {
        var words = (data.Rows + 63) / 64;
        var bitmaps = data
            .Attributes.SelectMany(
                (attribute, a) => Enumerable.Range(0, attribute.Values.Count).Select(v => (a, Bits: Bitmap(attribute.Codes, v, words)))
            )
            .ToArray();
        long sum = 0;
        Parallel.For(
            0,
            bitmaps.Length,
            i =>
            {
                long own = 0;
                for (var j = i + 1; j < bitmaps.Length; j++)
                {
                    if (bitmaps[i].a == bitmaps[j].a)
                        continue;
                    var (x, y) = (bitmaps[i].Bits, bitmaps[j].Bits);
                    for (var w = 0; w < x.Length; w++)
                        own += BitOperations.PopCount(x[w] & y[w]);
                }

                Interlocked.Add(ref sum, own);
            }
        );
        if (sum == 0)
            throw new InvalidOperationException("The popcount is 0.");
    }

    private static ulong[] Bitmap(int[] codes, int value, int words)
    {
        var bits = new ulong[words];
        for (var row = 0; row < codes.Length; row++)
            if (codes[row] == value)
                bits[row >> 6] |= 1UL << (row & 63);
        return bits;
    }
}
