using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Tests.Patterns;

/// <summary>Results of the miner on rows with known patterns, over many seeds.</summary>
public sealed class PlantedPatternsTests
{
    /// <summary>
    /// Attributes like those of traffic: some skewed, a length in quantile buckets, an id with one value per row, one with 10,000 values.
    /// </summary>
    private static readonly string[] Names =
    [
        "model version",
        "prompt version",
        "country",
        "language",
        "tool",
        "intent",
        "length",
        "trace",
        "user",
    ];

    private static readonly int[] Values = [4, 5, 8, 3, 6, 10];

    private static PatternData Draw(int rows, Func<int[], double, double> rate, int seed)
    {
        var random = new Random(seed * 7919);
        var codes = Names.Select(_ => new int[rows]).ToArray();
        var lengths = Enumerable.Range(0, rows).Select(_ => Math.Round(Math.Exp(5 + (1.2 * Normal(random))))).ToArray();
        var buckets = NumericBuckets.Of(lengths);
        var failed = new bool[rows];
        var row = new int[Values.Length];
        for (var r = 0; r < rows; r++)
        {
            for (var a = 0; a < row.Length; a++)
                codes[a][r] = row[a] = (int)(Values[a] * Math.Pow(random.NextDouble(), 1.3));
            codes[6][r] = buckets.IndexOf(lengths[r]);
            codes[7][r] = r;
            codes[8][r] = random.Next(10_000);
            failed[r] = random.NextDouble() < rate(row, lengths[r]);
        }

        int[] distinct = [.. Values, buckets.Labels.Count, rows, 10_000];
        return new PatternData(
            [
                .. Names.Select(
                    (name, a) =>
                        new PatternAttribute(
                            name,
                            [.. Enumerable.Range(0, distinct[a]).Select(v => a == 6 ? buckets.Labels[v] : $"{v}")],
                            codes[a]
                        )
                ),
            ],
            failed
        );
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string Words(PatternData data, FoundPattern p) =>
        string.Join(
            ", ",
            p.Terms.Select(t =>
                data.Attributes[t.Attribute].Name
                + (t.Attribute == 6 ? $" bucket {t.Value}" : $" {data.Attributes[t.Attribute].Values[t.Value]}")
            )
        );

    /// <summary>
    /// 12,000 rows with a base failure rate of 8 %: one term (about 2,600 rows at 25 %), two terms (about 250 at 45 %), three terms with
    /// the longest quarter of inputs (about 360 at 60 %). Rows of an earlier pattern have its rate.
    /// </summary>
    [Fact]
    public void Find_PlantedPatterns_HasHighRecallAndPrecision()
    {
        const int rounds = 40;
        string[] planted = ["model version 2", "country 1, tool 3", "prompt version 0, language 0, length bucket 3"];
        var (hit, reported) = (0, 0);
        var wrong = new List<string>();
        for (var seed = 0; seed < rounds; seed++)
        {
            var data = Draw(
                12_000,
                (row, length) =>
                    row[0] == 2 ? 0.25
                    : row[2] == 1 && row[4] == 3 ? 0.5
                    : row[1] == 0 && row[3] == 0 && length > 333 ? 0.7
                    : 0.08,
                seed
            );
            var found = PatternMiner.Find(data).Patterns.Select(p => Words(data, p)).ToList();
            hit += planted.Count(found.Contains);
            reported += found.Count;
            wrong.AddRange(found.Except(planted));
        }

        Assert.True(
            hit >= 0.95 * planted.Length * rounds,
            $"recall {hit} of {planted.Length * rounds}; wrong: {string.Join(" | ", wrong)}"
        );
        Assert.True(hit >= 0.95 * reported, $"precision {hit} of {reported}; wrong: {string.Join(" | ", wrong)}");
    }

    [Fact]
    public void Find_NoiseWithIds_HasFewFalseAlarms()
    {
        const int rounds = 200;
        var alarms = Enumerable.Range(0, rounds).Count(seed => PatternMiner.Find(Draw(2500, (_, _) => 0.12, seed)).Patterns.Count > 0);
        // Ten are expected at 5 %; 18 or more have a probability of 1 %.
        Assert.True(alarms < 18, $"{alarms} of {rounds}");
    }

    [Fact]
    public void Find_WithIds_FindsTheSamePatterns()
    {
        var data = Draw(8000, (row, _) => row[2] == 1 && row[4] == 3 ? 0.6 : 0.08, 1);
        var without = new PatternData([.. data.Attributes.Take(7)], data.Failed);
        var (all, some) = (PatternMiner.Find(data), PatternMiner.Find(without));
        Assert.Equal(some.Tested, all.Tested);
        Assert.Equal(["country 1, tool 3"], all.Patterns.Select(p => Words(data, p)));
        Assert.Equal(some.Patterns.Select(p => p.P), all.Patterns.Select(p => p.P));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Find_NoneOrAllFailed_FindsNothing(double rate)
    {
        var findings = PatternMiner.Find(Draw(2000, (_, _) => rate, 1));
        Assert.Empty(findings.Patterns);
        Assert.Equal(0, findings.Significant);
    }
}
