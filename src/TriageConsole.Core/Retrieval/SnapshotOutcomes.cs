using TriageConsole.Core.OffPolicy;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Retrieval;

/// <summary>
/// The measured answers of an index snapshot. It compares outcomes with and without a document rank by rank: answers that had it at rank k
/// with answers that had another document there. The differences are combined with the share of each rank in the answers with the document,
/// which is direct standardisation. Source: K. J. Rothman, S. Greenland and T. L. Lash, "Modern Epidemiology", 3rd edition 2008, chapter
/// 15. Without that, a document that always comes last would be blamed for answers to which nothing fits. It remains an observation:
/// questions that bring a document up can be harder than others.
/// </summary>
internal sealed class SnapshotOutcomes
{
    /// <summary>
    /// Minimum number of tasks with other documents at a rank that is compared: a few equal outcomes would look as if they had no spread.
    /// </summary>
    private const int MinOthers = 10;

    private readonly List<(int Task, int Length, double Outcome)> answers = [];
    private readonly Dictionary<string, int> tasks = new(StringComparer.Ordinal);
    private int longest;

    /// <summary>Adds an answer with its task, its number of documents and its outcome.</summary>
    /// <returns>Its index.</returns>
    public int Add(string task, int length, double outcome)
    {
        if (!tasks.TryGetValue(task, out var id))
            tasks[task] = id = tasks.Count;
        longest = Math.Max(longest, length);
        answers.Add((id, length, outcome));
        return answers.Count - 1;
    }

    /// <summary>The effect of a document.</summary>
    /// <param name="document">The indexes of the answers that had it, ascending, with its rank from 1.</param>
    public DocumentEffect Of(IReadOnlyList<(int Answer, int Position)> document)
    {
        var (own, others, otherTasks) = Sums(document);
        var with = own.Aggregate(default(OutcomeSums), OutcomeSums.Add);
        var without = longest == 0 ? default : others[0];
        var ranks = Enumerable.Range(0, longest).Where(k => own[k].Count > 0 && otherTasks[k] >= MinOthers).ToArray();
        if (ranks.Length == 0)
            return new DocumentEffect(with, without, 0, 0, null, null, default, null);
        var n = ranks.Sum(k => own[k].Count);
        var shares = new double[longest];
        foreach (var k in ranks)
            shares[k] = (double)own[k].Count / n;
        var compared = document.Where(d => shares[d.Position - 1] > 0).Select(d => answers[d.Answer].Task).Distinct().Count();
        var meanWith = ranks.Sum(k => shares[k] * own[k].Mean!.Value);
        var meanWithout = ranks.Sum(k => shares[k] * others[k].Mean!.Value);
        var difference = meanWith - meanWithout;
        var isKnown = compared > ranks.Length && ranks.Any(k => own[k].Scatter > 0 || others[k].Scatter > 0);
        var error = isKnown ? Math.Sqrt(Variance(document, own, others, shares, compared)) : (double?)null;
        return new DocumentEffect(
            with,
            without,
            compared,
            otherTasks[ranks[0]],
            meanWith,
            meanWithout,
            Spread.Around(difference, error),
            error is { } known ? 2 * PatternStatistics.UpperTail(Math.Abs(difference) / known) : null
        );
    }

    /// <summary>By rank: the outcomes with the document there, those with another one, and the number of tasks of the latter.</summary>
    private (OutcomeSums[] Own, OutcomeSums[] Others, int[] OtherTasks) Sums(IReadOnlyList<(int Answer, int Position)> document)
    {
        var (own, others, otherTasks) = (new OutcomeSums[longest], new OutcomeSums[longest], new int[longest]);
        var lengths = new int[tasks.Count];
        var next = 0;
        for (var at = 0; at < answers.Count; at++)
        {
            var (task, length, outcome) = answers[at];
            var one = new OutcomeSums(1, outcome, outcome * outcome);
            if (next < document.Count && document[next].Answer == at)
            {
                own[document[next++].Position - 1] += one;
                continue;
            }

            others[length - 1] += one;
            lengths[task] = Math.Max(lengths[task], length);
        }

        foreach (var length in lengths.Where(l => l > 0))
            otherTasks[length - 1]++;
        // An answer with n documents has another document at each of the ranks 1 to n.
        for (var k = longest - 2; k >= 0; k--)
        {
            others[k] += others[k + 1];
            otherTasks[k] += otherTasks[k + 1];
        }

        return (own, others, otherTasks);
    }

    /// <summary>
    /// The variance of the difference from how far each answer moves it. An answer with the document at rank k and the outcome y moves it
    /// by (y − mean(k))/n, one without it that has l documents by −Σ share(k)·(y − mean(k))/m(k) over the ranks k up to l: it is compared
    /// at several ranks. The moves of the answers of a task are added before they are squared, because they are not independent.
    /// Source: K.-Y. Liang and S. L. Zeger, "Longitudinal data analysis using generalized linear models", Biometrika 1986. The variance of
    /// independent answers is used if it is larger: it protects against tasks whose answers cancel each other out.
    /// </summary>
    private double Variance(
        IReadOnlyList<(int Answer, int Position)> document,
        OutcomeSums[] own,
        OutcomeSums[] others,
        double[] shares,
        int compared
    )
    {
        var n = 0L;
        var (slopes, shifts, scatter, spread) = (new double[longest], new double[longest], 0.0, 0.0);
        var (slope, shift, ranks) = (0.0, 0.0, 0);
        for (var k = 0; k < longest; k++)
        {
            if (shares[k] > 0)
            {
                ranks++;
                n += own[k].Count;
                scatter += own[k].Scatter;
                spread += shares[k] * others[k].Variance!.Value;
                slope += shares[k] / others[k].Count;
                shift += shares[k] * others[k].Mean!.Value / others[k].Count;
            }

            (slopes[k], shifts[k]) = (slope, shift);
        }

        // The correction for the means that are estimated, which is n/(n − 1) for one rank and independent answers.
        var scale = Math.Sqrt((double)compared / (compared - ranks)) / n;
        var moves = new double[tasks.Count];
        var (independent, next) = (0.0, 0);
        for (var at = 0; at < answers.Count; at++)
        {
            var (task, length, outcome) = answers[at];
            double move;
            if (next < document.Count && document[next].Answer == at)
            {
                var k = document[next++].Position - 1;
                move = shares[k] > 0 ? scale * (outcome - own[k].Mean!.Value) : 0;
            }
            else
                move = shifts[length - 1] - (slopes[length - 1] * outcome);

            moves[task] += move;
            independent += move * move;
        }

        // If all outcomes with it are equal, the spread of the others stands for theirs: none would make any difference significant.
        var missing = scatter > 0 ? 0 : spread / compared;
        return Math.Max(independent, moves.Sum(m => m * m)) + missing;
    }
}
