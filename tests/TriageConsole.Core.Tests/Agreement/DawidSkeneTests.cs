using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

public sealed class DawidSkeneTests
{
    [Fact]
    public void LogLikelihood_MoreIterations_NeverDecreases()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (labels, _) = Simulate(new Random(seed), 60, 4, 4, [0.9, 0.6, 0.4, 0.2]);
            var before = double.NegativeInfinity;
            for (var rounds = 1; rounds <= 40; rounds++)
            {
                var now = DawidSkene.Fit(labels, 60, 4, 4, 0, rounds).LogLikelihood;
                Assert.True(now >= before - 1e-9, $"seed {seed}, round {rounds}: {before} to {now}");
                before = now;
            }
        }
    }

    [Fact]
    public void Fit_RandomLabeler_HasUniformConfusions()
    {
        // The last labeler guesses: all rows of its confusion matrix are equal.
        var (labels, truth) = Simulate(new Random(3), 3_000, 5, 3, [0.9, 0.85, 0.8, 0.85, 0]);
        var result = DawidSkene.Fit(labels, 3_000, 5, 3);
        foreach (var cell in result.Confusions[4])
            Assert.Equal(1 / 3d, cell, 0.06);
        Assert.Equal(1 / 3d, result.Accuracy(4), 0.04);
        Assert.Equal(0.9 + (0.1 / 3), result.Accuracy(0), 0.02);
        Assert.InRange(truth.Where((t, i) => result.Best(i).Category == t).Count(), 2_850, 3_000);
    }

    [Fact]
    public void Fit_ThousandLabelsPerItem_DoesNotUnderflow()
    {
        var (labels, truth) = Simulate(new Random(4), 20, 1_000, 4, [.. Enumerable.Repeat(0.3, 1_000)]);
        var result = DawidSkene.Fit(labels, 20, 1_000, 4);
        Assert.True(double.IsFinite(result.LogLikelihood));
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal((truth[i], 1.0), result.Best(i)));
    }

    [Fact]
    public void Fit_ItemsWithOneLabelOrNone_IsFinite()
    {
        var (labels, _) = Simulate(new Random(5), 50, 3, 3, [0.9, 0.9, 0.9]);
        var result = DawidSkene.Fit([.. labels, new IndexedLabel(50, 3, 1)], 52, 5, 3);
        Assert.All(
            result.Posteriors.Cast<double>().Concat(result.Confusions.SelectMany(c => c.Cast<double>())),
            p => Assert.InRange(p, 0, 1)
        );
        Assert.Equal(1, Enumerable.Range(0, 3).Sum(k => result.Posteriors[50, k]), 12);
        for (var k = 0; k < 3; k++)
            Assert.Equal(result.Priors[k], result.Posteriors[51, k]);
        // A labeler without labels gets uniform confusions.
        Assert.All(result.Confusions[4].Cast<double>(), p => Assert.Equal(1 / 3d, p, 12));
    }

    [Fact]
    public void Fit_OneCategory_ReturnsThatCategory()
    {
        var result = DawidSkene.Fit([new(0, 0, 0), new(0, 1, 0)], 1, 2, 1);
        Assert.Equal(((0, 1.0), 0.0), (result.Best(0), result.LogLikelihood));
    }

    [Fact]
    public void Fit_ShuffledLabels_DoesNotChange()
    {
        var (labels, _) = Simulate(new Random(6), 200, 5, 4, [0.9, 0.7, 0.7, 0.5, 0.3]);
        var shuffled = labels.ToArray();
        new Random(1).Shuffle(shuffled);
        var (one, other) = (DawidSkene.Fit(labels, 200, 5, 4), DawidSkene.Fit(shuffled, 200, 5, 4));
        Assert.Equal(one.LogLikelihood, other.LogLikelihood, 1e-9);
        foreach (var (a, b) in one.Posteriors.Cast<double>().Zip(other.Posteriors.Cast<double>()))
            Assert.Equal(a, b, 1e-6);
    }

    [Fact]
    public void Fit_NoLabelsOrInvalidLabels_Throws()
    {
        Assert.Throws<ArgumentException>(() => DawidSkene.Fit([], 1, 1, 2));
        foreach (var label in new IndexedLabel[] { new(1, 0, 0), new(0, 1, 0), new(0, 0, 2), new(-1, 0, 0), new(0, -1, 0), new(0, 0, -1) })
            Assert.Throws<ArgumentException>(() => DawidSkene.Fit([label], 1, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => DawidSkene.Fit([new(0, 0, 0)], 1, 1, 2, maxIterations: 0));
    }

    /// <summary>Every labeler labels every item: the truth with the given probability, otherwise a guess.</summary>
    private static (List<IndexedLabel> Labels, int[] Truth) Simulate(Random random, int items, int labelers, int categories, double[] copy)
    {
        var truth = Enumerable.Range(0, items).Select(_ => random.Next(categories)).ToArray();
        var labels =
            from i in Enumerable.Range(0, items)
            from l in Enumerable.Range(0, labelers)
            select new IndexedLabel(i, l, random.NextDouble() < copy[l] ? truth[i] : random.Next(categories));
        return ([.. labels], truth);
    }
}
