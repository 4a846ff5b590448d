using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

public sealed class ConsensusModelTests
{
    [Fact]
    public void Posterior_EqualsBayesRule()
    {
        double[][] sharp =
        [
            [0.9, 0.1],
            [0.2, 0.8],
        ];
        var posterior = new ConsensusModel([0.6, 0.4]).Posterior([(0, sharp), (1, null)]);
        // Priors and confusions are smoothed by (p + 0.01) / 1.02; an unknown labeler is right with probability 0.7.
        double Smooth(double p) => (p + 0.01) / 1.02;
        var (first, second) = (Smooth(0.6) * Smooth(0.9) * Smooth(0.3), Smooth(0.4) * Smooth(0.2) * Smooth(0.7));
        Assert.Equal(first / (first + second), posterior[0], 1e-12);
        Assert.Equal(1, posterior.Sum(), 1e-12);
    }

    [Fact]
    public void Posterior_LabelsWithProbabilityZero_IsFinite()
    {
        double[][] never =
        [
            [1, 0],
            [0, 1],
        ];
        var posterior = new ConsensusModel([1, 0]).Posterior(Enumerable.Repeat((1, (double[][]?)never), 500).Append((0, never)));
        Assert.All(posterior, p => Assert.True(double.IsFinite(p)));
        Assert.True(posterior[1] > 0.99);
        Assert.Equal([1d], new ConsensusModel([1]).Posterior([(0, null)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConsensusModel([1, 0]).Posterior([(2, null)]));
    }

    [Fact]
    public void Mix_IsWeightedByTheNumberOfAnswers()
    {
        var mixed = ConsensusModel.Mix(
            [
                [1, 0, 0],
                [0, 1, 0],
                [0, 0, 1],
            ],
            30,
            ConsensusModel.Even(0.4, 3),
            10
        );
        Assert.Equal(0.85, mixed[1][1], 1e-12);
        Assert.Equal(0.075, mixed[1][0], 1e-12);
        Assert.All(mixed, row => Assert.Equal(1, row.Sum(), 1e-12));
    }
}
