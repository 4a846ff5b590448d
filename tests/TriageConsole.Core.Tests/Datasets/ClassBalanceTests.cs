using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

public sealed class ClassBalanceTests
{
    private static DatasetRow[] Of(int count, string? pattern, string prefix = "k") =>
        [.. Enumerable.Range(0, count).Select(n => Rows.Row($"{prefix}{n}") with { Pattern = pattern })];

    /// <summary>The expected keys were computed with Python.</summary>
    [Fact]
    public void Of_LargeClass_KeepsTheRowsWithTheSmallestHashes()
    {
        var result = ClassBalance.Of(Of(8, "p"), r => r.Pattern, 3, "s");
        Assert.Equal(["k0", "k1", "k7"], result.Rows.Select(r => r.Key));
        Assert.Equal([new ClassCount("p", 8, 3)], result.Classes);
    }

    [Fact]
    public void Of_SmallClassesAndRowsWithoutClass_StayWhole()
    {
        var result = ClassBalance.Of([.. Of(5, "q", "q"), .. Of(2, "p", "p"), .. Of(9, null, "n")], r => r.Pattern, 3, "s");
        Assert.Equal([new ClassCount("p", 2, 2), new ClassCount("q", 5, 3)], result.Classes);
        Assert.Equal(9, result.WithoutClass);
        Assert.Equal(14, result.Rows.Count);
        Assert.Equal(result.Rows.Select(r => r.Key).Order(StringComparer.Ordinal), result.Rows.Select(r => r.Key));
    }

    [Fact]
    public void Of_AnyOrder_KeepsTheSameRows()
    {
        var rows = Of(300, "p");
        var expected = ClassBalance.Of(rows, r => r.Pattern, 100, "s").Rows;
        new Random(1).Shuffle(rows);
        Assert.Equal(expected, ClassBalance.Of(rows, r => r.Pattern, 100, "s").Rows);
    }

    [Fact]
    public void Of_AddedRow_ReplacesAtMostOne()
    {
        var rows = Of(300, "p");
        for (var n = 200; n < 300; n++)
        {
            var before = ClassBalance.Of(rows[..n], r => r.Pattern, 50, "s").Rows;
            var after = ClassBalance.Of(rows[..(n + 1)], r => r.Pattern, 50, "s").Rows;
            Assert.True(after.Intersect(before).Count() >= 49);
        }
    }

    /// <summary>Each of 20 rows is one of 10 kept rows in about half of 1,000 samples.</summary>
    [Fact]
    public void Of_ManySeeds_KeepEachRowEquallyOften()
    {
        var rows = Of(20, "p");
        var counts = Enumerable
            .Range(0, 1000)
            .SelectMany(seed => ClassBalance.Of(rows, r => r.Pattern, 10, $"{seed}").Rows)
            .CountBy(r => r.Key)
            .ToDictionary();
        Assert.Equal(20, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 420, 580));
    }

    /// <summary>With the same seed, and with each item as its own task.</summary>
    [Fact]
    public void Of_SameSeedAsTheSplit_LeavesTheSharesOfTheSplits()
    {
        var split = new TaskSplit("s", [new("train", 0.8), new("test", 0.2)]);
        var kept = ClassBalance.Of(Of(10_000, "p"), r => r.Pattern, 2000, "s").Rows;
        Assert.InRange(kept.Count(r => split.Of(r.Key) == "train"), 1530, 1670);
    }

    [Fact]
    public void Of_NoRoom_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassBalance.Of(Of(1, "p"), r => r.Pattern, 0, "s"));
}
