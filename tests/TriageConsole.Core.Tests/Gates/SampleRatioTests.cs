using TriageConsole.Core.Gates;

namespace TriageConsole.Core.Tests.Gates;

public sealed class SampleRatioTests
{
    [Theory]
    [InlineData(new long[] { 5000, 5200 }, new double[] { 1, 1 }, 3.9215686275, 0.04767038066)]
    [InlineData(new long[] { 5000, 5321 }, new double[] { 1, 1 }, 9.9836256177, 0.001579383951)]
    [InlineData(new long[] { 9000, 1100 }, new double[] { 0.9, 0.1 }, 8.9108910891, 0.00283474908)]
    [InlineData(new long[] { 100, 130, 95 }, new double[] { 1, 1, 1 }, 6.6153846154, 0.03660053915)]
    public void Test_EqualsThePublishedValues(long[] observed, double[] weights, double chiSquare, double p)
    {
        var test = SampleRatio.Test(observed, weights);
        Assert.Equal(chiSquare, test.ChiSquare, 1e-10);
        Assert.Equal(p, test.P, 1e-11);
    }

    [Fact]
    public void Test_EdgeCases_HasTheLimitOrThrows()
    {
        Assert.Equal((0, 1), SampleRatio.Test([0, 0], [1, 1]));
        Assert.Equal((0, 1), SampleRatio.Test([70], [1]));
        Assert.Equal((double.PositiveInfinity, 0), SampleRatio.Test([1000, 1], [1, 0]));
        Assert.Equal((0, 1), SampleRatio.Test([1000, 0], [1, 0]));
        // An arm with neither share nor units does not count.
        Assert.Equal(SampleRatio.Test([5000, 5200], [1, 1]), SampleRatio.Test([5000, 0, 5200], [1, 0, 1]));
        Assert.Equal(0, SampleRatio.Test([1_000_000_000, 10], [1, 1]).P);
        foreach (
            var (observed, weights) in new (long[], double[])[]
            {
                ([1, 2], [1]),
                ([-1, 2], [1, 1]),
                ([1, 2], [-1, 1]),
                ([1, 2], [0, 0]),
                ([1, 2], [double.NaN, 1]),
                ([], []),
            }
        )
            Assert.Throws<ArgumentException>(() => SampleRatio.Test(observed, weights));
    }

    [Fact]
    public void Gate_UnlikelyShares_Fails()
    {
        Assert.Equal(GateAnswer.Pass, SampleRatio.Gate([5000, 5321], [1, 1]).Answer);
        Assert.Equal(
            "5,000 : 5,321 units, planned 50 % : 50 %: the shares match (p 0.0016).",
            SampleRatio.Gate([5000, 5321], [1, 1]).Explanation
        );
        Assert.Equal(GateAnswer.Fail, SampleRatio.Gate([9200, 800], [0.9, 0.1]).Answer);
        Assert.Equal(GateAnswer.Fail, SampleRatio.Gate([900, 1], [1, 0]).Answer);
        var nothing = SampleRatio.Gate([0, 0], [0.9, 0.1]);
        Assert.Equal((GateAnswer.NotEnoughEvidence, null), (nothing.Answer, nothing.Value));
    }
}
