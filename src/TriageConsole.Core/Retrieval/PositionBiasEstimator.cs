namespace TriageConsole.Core.Retrieval;

/// <summary>
/// Estimates the position bias by the position-based model: a document d at rank k is chosen with the probability θ(k)·γ(d), where θ is the
/// probability that the rank is looked at and γ that the document is relevant. θ and γ are fitted by expectation–maximisation. Source:
/// X. Wang, N. Golbandi, M. Bendersky, D. Metzler and M. Najork, "Position bias estimation for unbiased learning to rank in personal
/// search", WSDM 2018, section 4, with one relevance per document in place of a regression. A plain rate of clicks by rank would take the
/// better documents of the first ranks for attention.
/// </summary>
public static class PositionBiasEstimator
{
    /// <summary>Minimum number of choices for an estimate.</summary>
    public const int MinChosen = 100;

    private const double Start = 0.5;
    private const double Tolerance = 1e-7;

    /// <summary>The estimate, or why there is none.</summary>
    /// <param name="counts">One count for each document and rank.</param>
    /// <param name="maxIterations">Maximum number of iterations of the fit.</param>
    public static PositionBias Estimate(IReadOnlyCollection<PositionCount> counts, int maxIterations = 2000)
    {
        var (shown, chosen) = (counts.Sum(c => c.Shown), counts.Sum(c => c.Chosen));
        var positions = counts.Count == 0 ? 0 : counts.Max(c => c.Position);
        var linked = Linked(counts, positions);
        var used = counts.Where(c => linked[c.Position]).ToArray();
        if (used.Sum(c => c.Chosen) is var enough && enough < MinChosen)
            return new PositionBias([], shown, chosen, $"{enough} are known; an estimate needs {MinChosen}.");
        if (linked.Count(l => l) < 2)
            return new PositionBias([], shown, chosen, "No document was retrieved at two positions, so positions cannot be compared.");
        var fitted = Fit(used, positions, used.Max(c => c.Document) + 1, maxIterations);
        var largest = fitted.Max();
        return new PositionBias(
            [
                .. Enumerable
                    .Range(1, positions)
                    .Select(k => linked[k] ? Math.Max(fitted[k] / largest, PositionBias.MinPropensity) : (double?)null),
            ],
            shown,
            chosen
        );
    }

    /// <summary>The probability that each rank is looked at, up to a common factor, which clicks cannot tell from relevance.</summary>
    private static double[] Fit(PositionCount[] counts, int positions, int documents, int maxIterations)
    {
        var (attention, relevance) = (new double[positions + 1], new double[documents]);
        foreach (var c in counts)
            (attention[c.Position], relevance[c.Document]) = (Start, Start);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            var (looked, liked) = (new double[positions + 1], new double[documents]);
            var (atPosition, ofDocument) = (new double[positions + 1], new double[documents]);
            foreach (var c in counts)
            {
                var (theta, gamma) = (attention[c.Position], relevance[c.Document]);
                // What was chosen was looked at and relevant. What was not chosen can still have been one of both.
                var others = c.Chosen == c.Shown ? 0 : (c.Shown - c.Chosen) / (1 - (theta * gamma));
                looked[c.Position] += c.Chosen + (others * theta * (1 - gamma));
                liked[c.Document] += c.Chosen + (others * gamma * (1 - theta));
                atPosition[c.Position] += c.Shown;
                ofDocument[c.Document] += c.Shown;
            }

            var change = 0.0;
            for (var k = 1; k <= positions; k++)
                if (atPosition[k] > 0)
                    change = Math.Max(change, Move(ref attention[k], looked[k] / atPosition[k]));
            for (var d = 0; d < documents; d++)
                if (ofDocument[d] > 0)
                    change = Math.Max(change, Move(ref relevance[d], liked[d] / ofDocument[d]));
            if (change < Tolerance)
                break;
        }

        return attention;
    }

    private static double Move(ref double value, double to)
    {
        // Below 1, so that 1 − θγ never is 0.
        to = Math.Min(to, 1 - 1e-9);
        var change = Math.Abs(to - value);
        value = to;
        return change;
    }

    /// <summary>The ranks that documents connect to the first: θ is comparable only among them.</summary>
    private static bool[] Linked(IReadOnlyCollection<PositionCount> counts, int positions)
    {
        var linked = new bool[positions + 1];
        if (positions == 0)
            return linked;
        linked[1] = true;
        var ranks = counts.GroupBy(c => c.Document, c => c.Position).Select(g => g.ToArray()).ToList();
        for (var found = true; found; )
        {
            found = false;
            foreach (var document in ranks.Where(r => r.Any(k => linked[k])))
            foreach (var k in document.Where(k => !linked[k]))
                found = linked[k] = true;
        }

        return linked;
    }
}
