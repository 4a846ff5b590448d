using TriageConsole.Core.OffPolicy;

namespace TriageConsole.Core.Tests.OffPolicy;

public sealed class ShrunkenMeansTests
{
    [Fact]
    public void Of_FewRewards_IsBetweenTheirMeanAndTheMeanOfAll()
    {
        var means = new ShrunkenMeans<string>([("a", 1), ("a", 1), ("b", 0), ("b", 0), ("b", 0), ("b", 0), ("b", 0), ("b", 0)]);
        // The mean of all is 0.25, with the weight of 10 units.
        Assert.Equal((2 + 2.5) / 12, means.Of("a")!.Value, 1e-12);
        Assert.Equal(2.5 / 16, means.Of("b")!.Value, 1e-12);
        Assert.Equal(0.25, means.Of("never seen")!.Value, 1e-12);
        Assert.Equal(1, new ShrunkenMeans<string>([("a", 1), ("b", 0)], 1e-9).Of("a")!.Value, 1e-6);
    }

    [Fact]
    public void Of_NoRewards_HasNoPrediction() => Assert.Null(new ShrunkenMeans<int>([]).Of(1));

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void New_BadPrior_Throws(double prior) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShrunkenMeans<int>([(1, 1)], prior));
}
