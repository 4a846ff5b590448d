namespace TriageConsole.Core.Agreement;

/// <summary>
/// What a fitted consensus says of an item it has not seen: Bayes' rule over the labelers' confusions. A labeler it does not know is taken
/// for one that is right seven times in ten.
/// </summary>
/// <param name="priors">Share of each category, summing to 1.</param>
public sealed class ConsensusModel(IReadOnlyList<double> priors)
{
    /// <summary>How often a labeler is right of whom nothing is known.</summary>
    public const double UnknownLabelerRight = 0.7;

    /// <summary>Keeps what was never seen from being impossible.</summary>
    private const double Smoothing = 0.01;

    /// <summary>The confusion of a labeler of whom only the share of right answers is known: wrong ones spread evenly.</summary>
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

    /// <summary>The mean of two confusions, each weighing by the answers it rests on.</summary>
    public static double[][] Mix(double[][] a, double weightA, double[][] b, double weightB) =>
        [.. a.Zip(b, (rowA, rowB) => rowA.Zip(rowB, (x, y) => ((weightA * x) + (weightB * y)) / (weightA + weightB)).ToArray())];

    /// <summary>The probability of each category, from labels of the item.</summary>
    /// <param name="labels">Category said, and the labeler's confusion (rows: what is true), null where unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">A category is none of the priors'.</exception>
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
