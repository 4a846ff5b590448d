namespace TriageConsole.Core.Agreement;

/// <summary>The consensus of all labels, and the confusion matrix of each labeler.</summary>
/// <param name="Posteriors">Items × categories: the probability of each category. Rows of items without labels contain the priors.</param>
/// <param name="Priors">Share of each category.</param>
/// <param name="Confusions">
/// One matrix per labeler, category × category: the probability of the column's label if the row's category is true.
/// </param>
/// <param name="LogLikelihood">Natural logarithm of the likelihood of all labels.</param>
/// <param name="Iterations">Rounds until it converged.</param>
public sealed record ConsensusResult(
    double[,] Posteriors,
    double[] Priors,
    IReadOnlyList<double[,]> Confusions,
    double LogLikelihood,
    int Iterations
)
{
    /// <summary>The most probable category of an item, and its probability.</summary>
    public (int Category, double Probability) Best(int item)
    {
        var best = 0;
        for (var k = 1; k < Priors.Length; k++)
            if (Posteriors[item, k] > Posteriors[item, best])
                best = k;
        return (best, Posteriors[item, best]);
    }

    /// <summary>The probability that the labeler is right, with true categories weighted by their frequency.</summary>
    public double Accuracy(int labeler)
    {
        double right = 0;
        for (var k = 0; k < Priors.Length; k++)
            right += Priors[k] * Confusions[labeler][k, k];
        return right;
    }
}
