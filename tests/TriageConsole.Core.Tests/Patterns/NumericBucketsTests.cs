using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Tests.Patterns;

public sealed class NumericBucketsTests
{
    [Fact]
    public void Of_ManyWholeNumbers_SplitsAtQuartiles()
    {
        var buckets = NumericBuckets.Of(Enumerable.Range(1, 1000).Select(n => (double)n));
        Assert.Equal([250d, 500, 750], buckets.Edges);
        Assert.Equal(["≤ 250", "251 – 500", "501 – 750", "> 750"], buckets.Labels);
        Assert.Equal([0, 0, 1, 2, 3, 3], new[] { -5, 250, 251, 750, 751, 1e9 }.Select(buckets.IndexOf));
        Assert.Equal(-1, buckets.IndexOf(double.NaN));
        Assert.Equal(-1, buckets.IndexOf(double.PositiveInfinity));
    }

    [Fact]
    public void Of_LongNumbers_RoundsWhileBucketsStayDistinct()
    {
        var wide = NumericBuckets.Of(Enumerable.Range(0, 1000).Select(n => 1.23456 * n));
        Assert.Equal(["≤ 307", "307 – 616", "616 – 925", "> 925"], wide.Labels);
        var narrow = NumericBuckets.Of(Enumerable.Range(0, 1000).Select(n => 100_000 + (n / 1000d)));
        Assert.Equal(["≤ 100000.2", "100000.2 – 100000.5", "100000.5 – 100000.7", "> 100000.7"], narrow.Labels);
        Assert.Equal(
            ["≤ 103000", "103000 – 205000", "205000 – 308000", "> 308000"],
            NumericBuckets.Of(Enumerable.Range(1, 400).Select(n => 1026.4 * n)).Labels
        );
    }

    [Fact]
    public void Of_FewDistinctNumbers_IsCategorical()
    {
        var turns = NumericBuckets.Of(Enumerable.Range(0, 500).Select(n => (double)(n % 12)));
        Assert.True(turns.IsCategorical);
        Assert.Equal(12, turns.Labels.Count);
        Assert.Equal((3, -1, -1), (turns.IndexOf(3), turns.IndexOf(2.5), turns.IndexOf(double.NaN)));
        Assert.Equal("3", turns.Labels[3]);
        Assert.Empty(NumericBuckets.Of([double.NaN, double.NegativeInfinity]).Labels);
        Assert.Equal(["0"], NumericBuckets.Of([0, -0.0, double.NaN]).Labels);
    }

    [Fact]
    public void Of_ManyTies_HasFewerBuckets()
    {
        var mostlyNone = NumericBuckets.Of(Enumerable.Repeat(0d, 700).Concat(Enumerable.Range(1, 300).Select(n => (double)n)));
        Assert.Equal(["≤ 0", "1 – 50", "> 50"], mostlyNone.Labels);
        var mostlyMax = NumericBuckets.Of(Enumerable.Repeat(100d, 900).Concat(Enumerable.Range(1, 50).Select(n => (double)n)));
        Assert.Equal(["≤ 50", "> 50"], mostlyMax.Labels);
    }

    [Fact]
    public void Of_AnyNumbers_HasAscendingEdgesFullBucketsAndDistinctLabels()
    {
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var (scale, power) = (Math.Pow(10, random.Next(-8, 14)), random.Next(1, 6));
            var values = Enumerable
                .Range(0, random.Next(13, 400))
                .Select(_ => (random.Next(4) == 0 ? random.Next(3) : Math.Pow(random.NextDouble(), power)) * scale * (random.Next(3) - 1))
                .ToList();
            var most = random.Next(2, 9);
            var buckets = NumericBuckets.Of(values, most);
            Assert.True(buckets.Edges.Zip(buckets.Edges.Skip(1)).All(e => e.First < e.Second));
            Assert.Distinct(buckets.Labels);
            Assert.Equal(Enumerable.Range(0, buckets.Labels.Count), values.Select(buckets.IndexOf).Distinct().Order());
            if (!buckets.IsCategorical)
                Assert.InRange(buckets.Labels.Count, 2, most);
        }
    }

    [Fact]
    public void Of_OneBucket_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => NumericBuckets.Of([1, 2], 1));
}
