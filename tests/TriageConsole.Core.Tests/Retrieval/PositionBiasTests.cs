using TriageConsole.Core.Retrieval;

namespace TriageConsole.Core.Tests.Retrieval;

public sealed class PositionBiasTests
{
    [Fact]
    public void Estimate_OneIteration_EqualsTheCalculationByHand()
    {
        // Rank 1: 600 of 2,000 chosen, rank 2: 300 of 2,000. From θ = γ = 0.5, one that was not chosen was looked at with the probability
        // 0.5 · 0.5 / 0.75 = 1/3. So θ(1) = (600 + 1400/3)/2000 = 8/15, θ(2) = (300 + 1700/3)/2000 = 13/30, and θ(2)/θ(1) = 13/16.
        var bias = PositionBiasEstimator.Estimate(
            [new(0, 1, 1000, 400), new(0, 2, 1000, 200), new(1, 1, 1000, 200), new(1, 2, 1000, 100)],
            1
        );
        Assert.Null(bias.Problem);
        Assert.Equal(1, bias.PropensityAt(1)!.Value, 1e-12);
        Assert.Equal(13.0 / 16, bias.PropensityAt(2)!.Value, 1e-12);
    }

    [Fact]
    public void Estimate_BetterDocumentsFirst_FindsTheAttentionAndNotTheRateOfClicks()
    {
        // Attention 1 and 0.5, relevance 0.6 and 0.2. The better document comes first nine times of ten: the rates of the ranks are 0.56
        // and 0.12, a ratio of 0.21.
        var bias = PositionBiasEstimator.Estimate([new(0, 1, 900, 540), new(0, 2, 100, 30), new(1, 1, 100, 20), new(1, 2, 900, 90)]);
        Assert.Equal(0.5, bias.PropensityAt(2)!.Value, 1e-3);
        Assert.Equal(2, bias.WeightAt(2)!.Value, 5e-3);
        Assert.Equal((2000L, 680L), (bias.Shown, bias.Chosen));
    }

    [Fact]
    public void Estimate_RankThatNearlyNobodyLooksAt_IsClipped()
    {
        var bias = PositionBiasEstimator.Estimate([new(0, 1, 1000, 600), new(0, 2, 1000, 10), new(1, 1, 1000, 200), new(1, 2, 1000, 3)]);
        Assert.Equal(PositionBias.MinPropensity, bias.PropensityAt(2));
        Assert.Equal(10, bias.WeightAt(2)!.Value, 1e-12);
    }

    [Fact]
    public void Estimate_RankWithoutALinkToTheFirst_HasNoPropensity()
    {
        var bias = PositionBiasEstimator.Estimate([new(0, 1, 500, 200), new(0, 2, 500, 100), new(1, 3, 500, 50)]);
        Assert.Equal(0.5, bias.PropensityAt(2)!.Value, 1e-3);
        Assert.Null(bias.PropensityAt(3));
        Assert.Null(bias.WeightAt(3));
        Assert.Null(bias.PropensityAt(4));
    }

    [Fact]
    public void Estimate_TooLittle_SaysWhy()
    {
        Assert.Contains("needs 100", PositionBiasEstimator.Estimate([]).Problem, StringComparison.Ordinal);
        var few = PositionBiasEstimator.Estimate([new(0, 1, 500, 60), new(0, 2, 500, 39)]);
        Assert.Contains("99 are known", few.Problem, StringComparison.Ordinal);
        Assert.Empty(few.Propensities);
        var fixedRanks = PositionBiasEstimator.Estimate([new(0, 1, 500, 200), new(1, 2, 500, 200)]);
        Assert.Contains("two positions", fixedRanks.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimate_EverythingChosen_IsFinite()
    {
        var bias = PositionBiasEstimator.Estimate([new(0, 1, 200, 200), new(0, 2, 200, 200)]);
        Assert.Equal(1, bias.PropensityAt(2)!.Value, 1e-6);
    }
}
