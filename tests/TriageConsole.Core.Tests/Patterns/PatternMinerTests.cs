using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Tests.Patterns;

public sealed class PatternMinerTests
{
    /// <summary>Rows of attributes with the given numbers of values, and a failure rate per row.</summary>
    private static PatternData Draw(int rows, int[] values, Func<int[], double> rate, int seed)
    {
        var random = new Random(seed);
        var codes = values.Select(_ => new int[rows]).ToArray();
        var failed = new bool[rows];
        for (var row = 0; row < rows; row++)
        {
            for (var a = 0; a < values.Length; a++)
                codes[a][row] = random.Next(values[a]);
            failed[row] = random.NextDouble() < rate([.. codes.Select(c => c[row])]);
        }

        return new PatternData(
            [.. codes.Select((c, a) => new PatternAttribute($"a{a}", [.. Enumerable.Range(0, values[a]).Select(v => $"v{v}")], c))],
            failed
        );
    }

    private static string Words(FoundPattern p) => string.Join(' ', p.Terms.Select(t => $"a{t.Attribute}={t.Value}"));

    [Fact]
    public void SliceLine_SmallExample_HasTheFiveBestScores()
    {
        int[][] x =
        [
            [1, 1, 1],
            [1, 1, 2],
            [1, 2, 1],
            [1, 2, 2],
            [2, 1, 1],
            [2, 1, 2],
            [2, 2, 1],
            [2, 2, 2],
            [1, 1, 1],
            [1, 1, 2],
            [2, 2, 1],
            [2, 2, 2],
            [1, 1, 1],
            [2, 1, 2],
            [1, 2, 1],
            [2, 2, 2],
            [1, 1, 2],
            [2, 1, 1],
            [1, 2, 2],
            [2, 2, 1],
        ];
        int[] errors = [1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0];
        var data = new PatternData(
            [.. Enumerable.Range(0, 3).Select(a => new PatternAttribute($"a{a}", ["", "1", "2"], [.. x.Select(r => r[a])]))],
            [.. errors.Select(e => e == 1)]
        );
        var scores = new List<(double Score, string Words, int Rows, int Failures)>();
        new PatternCounts(data, new PatternSettings { MinRows = 3 }).Count(p =>
        {
            lock (scores)
                scores.Add(
                    (
                        PatternStatistics.SliceLine(p.Failures, p.Rows, 7, 20, 0.95),
                        string.Join(' ', p.Terms.Select(t => $"{t.Attribute + 1}:{t.Value}")),
                        p.Rows,
                        p.Failures
                    )
                );
        });
        // Two patterns share the fifth place; threads report them in any order.
        var best = scores.OrderByDescending(s => Math.Round(s.Score, 10)).ThenBy(s => s.Words, StringComparer.Ordinal).Take(5).ToList();
        Assert.Equal([1.480952381, 1.1952380952, 0.6285714286, 0.5761904762, 0.5285714286], best.Select(s => Math.Round(s.Score, 10)));
        Assert.Equal(["1:1 2:1 3:1", "1:1 2:1", "1:1", "1:1 2:1 3:2", "1:1 3:1"], best.Select(s => s.Words));
        Assert.Equal([(3, 3), (6, 5), (10, 6), (3, 2), (5, 3)], best.Select(s => (s.Rows, s.Failures)));
    }

    [Fact]
    public void Count_EveryPattern_EqualsBruteForce()
    {
        var data = Draw(3000, [3, 4, 2, 6], r => r[1] == 2 ? 0.4 : 0.1, 1);
        var counted = new Dictionary<string, (int, int)>();
        new PatternCounts(data, new PatternSettings { MinRows = 40 }).Count(p =>
        {
            lock (counted)
                counted.Add(string.Join(' ', p.Terms.Select(t => $"{t.Attribute}:{t.Value}")), (p.Rows, p.Failures));
        });
        var terms = (
            from a in Enumerable.Range(0, 4)
            from v in Enumerable.Range(0, data.Attributes[a].Values.Count)
            select new PatternTerm(a, v)
        ).ToList();
        var all = terms
            .Select(t => new[] { t })
            .Concat(from t in terms from u in terms where t.Attribute < u.Attribute select new[] { t, u })
            .Concat(
                from t in terms
                from u in terms
                from w in terms
                where t.Attribute < u.Attribute && u.Attribute < w.Attribute
                select new[] { t, u, w }
            );
        var byHand = new Dictionary<string, (int, int)>();
        foreach (var pattern in all)
        {
            var rows = Enumerable
                .Range(0, data.Rows)
                .Where(r => pattern.All(t => data.Attributes[t.Attribute].Codes[r] == t.Value))
                .ToList();
            if (rows.Count >= 40)
                byHand.Add(
                    string.Join(' ', pattern.Select(t => $"{t.Attribute}:{t.Value}")),
                    (rows.Count, rows.Count(r => data.Failed[r]))
                );
        }

        Assert.Equal(byHand, counted);
    }

    [Fact]
    public void Find_PlantedPatterns_AreFoundAndLittleElse()
    {
        var (hit, reported, rounds) = (0, 0, 8);
        var all = new List<string>();
        for (var seed = 0; seed < rounds; seed++)
        {
            var data = Draw(
                20_000,
                [4, 5, 6, 3, 8, 10, 4, 5],
                r =>
                    r[0] == 1 ? 0.25
                    : r[1] == 2 && r[2] == 3 ? 0.5
                    : r[3] == 0 && r[4] == 4 && r[6] == 2 ? 0.8
                    : 0.08,
                seed
            );
            var found = PatternMiner.Find(data).Patterns.Select(Words).ToList();
            hit += new[] { "a0=1", "a1=2 a2=3", "a3=0 a4=4 a6=2" }.Count(found.Contains);
            reported += found.Count;
            all.Add(string.Join(", ", found));
        }

        Assert.True(hit >= 0.95 * 3 * rounds, $"{hit} of {3 * rounds} found");
        Assert.True(hit >= 0.9 * reported, $"{hit} of {reported} reported are planted: {string.Join(" | ", all)}");
    }

    [Fact]
    public void Find_Noise_HasFewFalseAlarms()
    {
        var alarms = Enumerable
            .Range(0, 200)
            .Count(seed => PatternMiner.Find(Draw(2000, [4, 5, 6, 3, 8, 10], _ => 0.15, seed)).Patterns.Count > 0);
        // Ten are expected at 5 %; 18 or more have a probability of 1 %.
        Assert.True(alarms < 18, $"{alarms} of 200");
    }

    [Fact]
    public void Find_NoFailuresOnlyFailuresOrIdsOnly_FindsNothing()
    {
        Assert.Empty(PatternMiner.Find(Draw(500, [3, 3], _ => 0, 1)).Patterns);
        Assert.Empty(PatternMiner.Find(Draw(500, [3, 3], _ => 1, 1)).Patterns);
        var ids = new PatternData(
            [new PatternAttribute("id", [.. Enumerable.Range(0, 10_000).Select(n => $"{n}")], [.. Enumerable.Range(0, 10_000)])],
            [.. Enumerable.Range(0, 10_000).Select(n => n % 7 == 0)]
        );
        Assert.Equal(0, PatternMiner.Find(ids).Tested);
        Assert.Empty(PatternMiner.Find(new PatternData([], [true, false])).Patterns);
        Assert.Throws<ArgumentException>(() => new PatternData([new PatternAttribute("a", ["x"], [0, 1])], [true, false]));
    }

    [Fact]
    public void Find_MissingValues_AreInNoPattern()
    {
        var data = Draw(4000, [3, 3], r => r[0] == 1 ? 0.5 : 0.05, 5);
        for (var row = 0; row < 1000; row++)
            data.Attributes[1].Codes[row] = -1;
        Assert.Equal("a0=1", Words(Assert.Single(PatternMiner.Find(data).Patterns)));
    }
}
