namespace TriageConsole.Core.Evaluation;

/// <summary>Combines verdicts.</summary>
public static class EvalFigures
{
    /// <summary>
    /// The combined verdict on an output by all evaluators that count. False if one fails; otherwise null if one ended in an error;
    /// otherwise true if one passes; null if none applies.
    /// </summary>
    public static bool? Together(IEnumerable<EvalVerdict> counting)
    {
        var all = counting.ToList();
        if (all.Contains(EvalVerdict.Fail))
            return false;
        if (all.Contains(EvalVerdict.Error))
            return null;
        return all.Contains(EvalVerdict.Pass) ? true : null;
    }

    /// <summary>
    /// Whether the passes of one evaluator hold: on the items that it decided on both sides, the candidate is not behind by more than the
    /// margin. Null if there are no such items.
    /// </summary>
    /// <param name="pairs">The verdicts on live and on the candidate for each item.</param>
    /// <param name="margin">Tolerated share of the items, 0..1.</param>
    public static bool? Holds(IEnumerable<(EvalVerdict Live, EvalVerdict Candidate)> pairs, double margin)
    {
        var decided = pairs
            .Where(p => p.Live is EvalVerdict.Pass or EvalVerdict.Fail && p.Candidate is EvalVerdict.Pass or EvalVerdict.Fail)
            .ToList();
        if (decided.Count == 0)
            return null;
        var behind = decided.Count(p => p.Live == EvalVerdict.Pass) - decided.Count(p => p.Candidate == EvalVerdict.Pass);
        return behind <= margin * decided.Count;
    }
}
