namespace TriageConsole.Core.Agreement;

/// <summary>One label: who said what of which item, all by index from 0.</summary>
public readonly record struct IndexedLabel(int Item, int Labeler, int Category);

/// <summary>What the labels together say, and how each labeler errs.</summary>
/// <param name="Posteriors">Items × categories: the probability of each category; rows of items without labels hold the priors.</param>
/// <param name="Priors">Share of each category.</param>
/// <param name="Confusions">A labeler each, category × category: the probability that it says the column's where the row's is true.</param>
/// <param name="LogLikelihood">Of all labels, natural logarithm.</param>
/// <param name="Iterations">Rounds until it stood still.</param>
public sealed record ConsensusResult(
    double[,] Posteriors,
    double[] Priors,
    IReadOnlyList<double[,]> Confusions,
    double LogLikelihood,
    int Iterations
)
{
    /// <summary>The most probable category of an item, and how sure it is.</summary>
    public (int Category, double Probability) Best(int item)
    {
        var best = 0;
        for (var k = 1; k < Priors.Length; k++)
            if (Posteriors[item, k] > Posteriors[item, best])
                best = k;
        return (best, Posteriors[item, best]);
    }

    /// <summary>How often the labeler is right, true categories weighing as they occur.</summary>
    public double Accuracy(int labeler)
    {
        double right = 0;
        for (var k = 0; k < Priors.Length; k++)
            right += Priors[k] * Confusions[labeler][k, k];
        return right;
    }
}

/// <summary>
/// Consensus by expectation maximisation. Source: A. P. Dawid and A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using
/// the EM Algorithm", 1979. Starts from each item's shares of labels; works on logarithms, so that many labels an item do not underflow.
/// </summary>
public static class DawidSkene
{
    /// <summary>
    /// Runs until the log-likelihood changes by less than <paramref name="tolerance"/>, or than doubles of its size can tell. Linear in
    /// labels × categories a round.
    /// </summary>
    /// <param name="labels">A labeler may have said several things of one item; each counts.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="labelers">Number of labelers.</param>
    /// <param name="categories">Number of categories, one or more.</param>
    /// <param name="tolerance">Change of the log-likelihood at which it stops.</param>
    /// <param name="maxIterations">Most rounds, one or more.</param>
    /// <exception cref="ArgumentException">No labels, or an index out of range.</exception>
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
        if (labels.Any(l => (uint)l.Item >= (uint)items || (uint)l.Labeler >= (uint)labelers || (uint)l.Category >= (uint)categories))
            throw new ArgumentException("A label's index is out of range.", nameof(labels));
        var em = new Rounds(labels, items, labelers, categories);
        double likelihood = double.NegativeInfinity;
        var round = 0;
        while (round < maxIterations)
        {
            em.Maximise();
            var now = em.Expect();
            round++;
            var still = Math.Abs(now - likelihood) < Math.Max(tolerance, 1e-15 * Math.Abs(now));
            likelihood = now;
            if (still)
                break;
        }

        return em.Result(likelihood, round);
    }

    private sealed class Rounds
    {
        private readonly int items;
        private readonly int k;
        private readonly double[] posteriors;
        private readonly double[] priors;

        /// <summary>Where the labels of an item start.</summary>
        private readonly int[] start;

        /// <summary>Of each label, item by item, where its row of <see cref="confusions"/> starts.</summary>
        private readonly int[] rows;

        /// <summary>By labeler, then the category said, then the true one: what one label needs lies together.</summary>
        private readonly double[] confusions;
        private readonly double[] logs;

        public Rounds(IReadOnlyList<IndexedLabel> labels, int items, int labelers, int categories)
        {
            (this.items, k) = (items, categories);
            (posteriors, priors) = (new double[items * k], new double[k]);
            (confusions, logs) = (new double[labelers * k * k], new double[labelers * k * k]);
            (start, rows) = (new int[items + 1], new int[labels.Count]);
            foreach (var l in labels)
            {
                posteriors[(l.Item * k) + l.Category]++;
                start[l.Item + 1]++;
            }

            for (var i = 0; i < items; i++)
            {
                start[i + 1] += start[i];
                Normalise(posteriors.AsSpan(i * k, k));
            }

            var next = start[..^1];
            foreach (var l in labels)
                rows[next[l.Item]++] = ((l.Labeler * k) + l.Category) * k;
        }

        public void Maximise()
        {
            Array.Clear(priors);
            Array.Clear(confusions);
            for (var i = 0; i < items; i++)
            {
                if (start[i] == start[i + 1])
                    continue;
                var truth = posteriors.AsSpan(i * k, k);
                Add(truth, priors);
                foreach (var row in rows.AsSpan(start[i]..start[i + 1]))
                    Add(truth, confusions.AsSpan(row));
            }

            Normalise(priors);
            for (var labeler = 0; labeler < confusions.Length; labeler += k * k)
                NormaliseLabeler(confusions.AsSpan(labeler, k * k));
            for (var n = 0; n < logs.Length; n++)
                logs[n] = Math.Log(confusions[n]);
        }

        public double Expect()
        {
            var shares = Array.ConvertAll(priors, Math.Log);
            double likelihood = 0,
                lost = 0;
            for (var i = 0; i < items; i++)
            {
                if (start[i] == start[i + 1])
                    continue;
                var truth = posteriors.AsSpan(i * k, k);
                shares.CopyTo(truth);
                foreach (var row in rows.AsSpan(start[i]..start[i + 1]))
                    Add(logs.AsSpan(row, k), truth);
                // Kahan's sum: over millions of items a plain one never stands still.
                var term = Exponentiate(truth) - lost;
                var sum = likelihood + term;
                (lost, likelihood) = (sum - likelihood - term, sum);
            }

            return likelihood;
        }

        public ConsensusResult Result(double likelihood, int rounds)
        {
            var table = new double[items, k];
            for (var i = 0; i < items; i++)
            for (var c = 0; c < k; c++)
                table[i, c] = start[i] < start[i + 1] ? posteriors[(i * k) + c] : priors[c];
            var each = Enumerable
                .Range(0, confusions.Length / (k * k))
                .Select(labeler =>
                {
                    var matrix = new double[k, k];
                    for (var said = 0; said < k; said++)
                    for (var truth = 0; truth < k; truth++)
                        matrix[truth, said] = confusions[(((labeler * k) + said) * k) + truth];
                    return matrix;
                })
                .ToList();
            return new ConsensusResult(table, priors, each, likelihood, rounds);
        }

        private static void Add(ReadOnlySpan<double> what, Span<double> to)
        {
            to = to[..what.Length];
            for (var c = 0; c < what.Length; c++)
                to[c] += what[c];
        }

        /// <summary>From logarithms to shares; returns the logarithm of their sum.</summary>
        private static double Exponentiate(Span<double> row)
        {
            var most = double.NegativeInfinity;
            foreach (var x in row)
                most = Math.Max(most, x);
            double sum = 0;
            for (var c = 0; c < row.Length; c++)
                sum += row[c] = Math.Exp(row[c] - most);
            for (var c = 0; c < row.Length; c++)
                row[c] /= sum;
            return most + Math.Log(sum);
        }

        private static void Normalise(Span<double> row)
        {
            double sum = 0;
            foreach (var x in row)
                sum += x;
            if (sum > 0)
                for (var c = 0; c < row.Length; c++)
                    row[c] /= sum;
        }

        /// <summary>Over what was said, for each true category; of one that never was true nothing is known.</summary>
        private void NormaliseLabeler(Span<double> matrix)
        {
            for (var truth = 0; truth < k; truth++)
            {
                double sum = 0;
                for (var said = 0; said < k; said++)
                    sum += matrix[(said * k) + truth];
                for (var said = 0; said < k; said++)
                    matrix[(said * k) + truth] = sum > 0 ? matrix[(said * k) + truth] / sum : 1d / k;
            }
        }
    }
}
