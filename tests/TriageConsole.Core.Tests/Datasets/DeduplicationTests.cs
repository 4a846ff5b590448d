using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

public sealed class DeduplicationTests
{
    private static DatasetRow Row(string key, string? hash, double weight = 1, params long[] labels) =>
        Rows.Row(key, hash) with
        {
            Weight = weight,
            Labels = [.. labels.Select(l => new LabelRevision(l, 1))],
        };

    [Fact]
    public void Of_SameInput_KeepsTheHighestWeight() => AssertKept("b", Row("a", "h", 1, 9), Row("b", "h", 2, 1), Row("c", "h", 0.5));

    [Fact]
    public void Of_SameWeight_KeepsTheNewestLabel() => AssertKept("b", Row("a", "h", 1, 3, 8), Row("b", "h", 1, 9, 2), Row("c", "h"));

    [Fact]
    public void Of_SameLabel_KeepsTheFirstKey() => AssertKept("A", Row("a", "h", 1, 3), Row("A", "h", 1, 3), Row("b", "h", 1, 3));

    [Fact]
    public void Of_UpperCaseHash_IsTheSameInput() => AssertKept("a", Row("a", "ab12"), Row("b", "AB12"));

    [Fact]
    public void Of_DistinctOrNoHash_KeepsAllByKey()
    {
        var result = Deduplication.Of([Row("d", null), Row("c", "h"), Row("b", null), Row("a", "g")]);
        Assert.Equal(["a", "b", "c", "d"], result.Rows.Select(r => r.Key));
        Assert.Empty(result.Removed);
        Assert.Equal(2, result.WithoutHash);
    }

    [Fact]
    public void Of_AnyOrder_GivesTheSameResult()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 500).Select(n => Row($"k{n}", $"h{random.Next(100)}", random.Next(3), random.Next(5))).ToArray();
        var expected = Deduplication.Of(rows);
        Assert.Equal(500, expected.Rows.Count + expected.Removed.Count);
        for (var n = 0; n < 5; n++)
        {
            random.Shuffle(rows);
            var result = Deduplication.Of(rows);
            Assert.Equal(expected.Rows, result.Rows);
            Assert.Equal(expected.Removed, result.Removed);
        }
    }

    private static void AssertKept(string key, params DatasetRow[] rows)
    {
        var result = Deduplication.Of(rows);
        Assert.Equal(key, Assert.Single(result.Rows).Key);
        Assert.Equal(
            rows.Select(r => r.Key).Where(k => k != key).Order(StringComparer.Ordinal).Select(k => new DuplicateRow(k, key)),
            result.Removed
        );
    }
}
