namespace TriageConsole.Core.Agreement;

/// <summary>
/// Consensus by expectation maximisation. Source: A. P. Dawid and A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using
/// the EM Algorithm", 1979. It starts from the label shares of each item, and uses logarithms so that many labels per item do not
/// underflow.
/// </summary>
public static class DawidSkene
{
    /// <summary>
    /// Runs until the log-likelihood changes by less than <paramref name="tolerance"/>, or by less than the resolution of a double of its
    /// size. Linear in labels × categories per round.
    /// </summary>
    /// <param name="labels">A labeler can have several labels for one item; each counts.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="labelers">Number of labelers.</param>
    /// <param name="categories">Number of categories, at least one.</param>
    /// <param name="tolerance">Change of the log-likelihood at which the fit stops.</param>
    /// <param name="maxIterations">Maximum number of rounds, at least one.</param>
    /// <exception cref="ArgumentException">There are no labels, or an index is out of range.</exception>
    public static ConsensusResult Fit(
        IReadOnlyList<IndexedLabel> labels,
        int items,
        int labelers,
        int categories,
        double tolerance = 1e-8,
        int maxIterations = 1000
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxIterations, 1);
        if (labels.Count == 0)
            throw new ArgumentException("There are no labels.", nameof(labels));
        var all = labels as IndexedLabel[] ?? [.. labels];
        foreach (var l in all)
            if ((uint)l.Item >= (uint)items || (uint)l.Labeler >= (uint)labelers || (uint)l.Category >= (uint)categories)
                throw new ArgumentException("A label's index is out of range.", nameof(labels));
        var rounds = new ConsensusRounds(all, items, labelers, categories);
        double likelihood = double.NegativeInfinity;
        var round = 0;
        while (round < maxIterations)
        {
            rounds.Maximise();
            var now = rounds.Expect();
            round++;
            var converged = Math.Abs(now - likelihood) < Math.Max(tolerance, 1e-15 * Math.Abs(now));
            likelihood = now;
            if (converged)
                break;
        }

        return rounds.Result(likelihood, round);
    }
}
