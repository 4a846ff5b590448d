namespace TriageConsole.Core.Agreement;

/// <summary>
/// The consensus for an item outside of the fit: Bayes' rule with the labelers' confusion matrices. An unknown labeler counts as right with
/// probability 0.7.
/// </summary>
/// <param name="priors">Share of each category, summing to 1.</param>
public sealed class ConsensusModel(IReadOnlyList<double> priors)
{
    /// <summary>Assumed accuracy of an unknown labeler, 0..1.</summary>
    public const double UnknownLabelerRight = 0.7;

    /// <summary>Smoothing, so that an answer that never occurred is not impossible.</summary>
    private const double Smoothing = 0.01;

    /// <summary>The confusion matrix of a labeler with a known accuracy only: the wrong answers are distributed evenly.</summary>
    /// <param name="right">Probability of a right answer, 0..1.</param>
    /// <param name="categories">Number of categories.</param>
    public static double[][] Even(double right, int categories) =>
        [
            .. Enumerable
                .Range(0, categories)
                .Select(truth =>
                    Enumerable
                        .Range(0, categories)
                        .Select(said =>
                            categories == 1 ? 1
                            : said == truth ? right
                            : (1 - right) / (categories - 1)
                        )
                        .ToArray()
                ),
        ];

    /// <summary>The mean of two confusion matrices, weighted by their numbers of answers.</summary>
    public static double[][] Mix(double[][] a, double weightA, double[][] b, double weightB) =>
        [.. a.Zip(b, (rowA, rowB) => rowA.Zip(rowB, (x, y) => ((weightA * x) + (weightB * y)) / (weightA + weightB)).ToArray())];

    /// <summary>The probability of each category, from the labels of the item.</summary>
    /// <param name="labels">The category of each label, and the labeler's confusion matrix (rows: true category), null if unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">A category is not one of the priors.</exception>
    public double[] Posterior(IEnumerable<(int Category, double[][]? Confusion)> labels)
    {
        var categories = priors.Count;
        var logs = priors.Select(p => Math.Log(Smooth(p, categories))).ToArray();
        foreach (var (said, confusion) in labels)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(said);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(said, categories);
            for (var truth = 0; truth < categories; truth++)
                logs[truth] += Math.Log(
                    Smooth(confusion is null ? Unknown(said == truth, categories) : confusion[truth][said], categories)
                );
        }

        var most = logs.Max();
        var shares = logs.Select(l => Math.Exp(l - most)).ToArray();
        var sum = shares.Sum();
        return [.. shares.Select(s => s / sum)];
    }

    private static double Unknown(bool right, int categories) =>
        categories == 1 ? 1
        : right ? UnknownLabelerRight
        : (1 - UnknownLabelerRight) / (categories - 1);

    private static double Smooth(double probability, int categories) => (probability + Smoothing) / (1 + (Smoothing * categories));
}
