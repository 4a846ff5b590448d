using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Evaluation;

/// <summary>The verdicts on one item for the candidate and live.</summary>
/// <param name="IsGolden">Whether it is a golden item; otherwise it is from the sample of recent traffic.</param>
/// <param name="IsLocked">Whether it is a locked golden item.</param>
/// <param name="HasOutput">Whether the candidate has an output.</param>
/// <param name="LivePass">Whether the output of live passes; null if undecided.</param>
/// <param name="CandidatePass">Whether the output of the candidate passes; null if undecided.</param>
public readonly record struct ItemVerdict(bool IsGolden, bool IsLocked, bool HasOutput, bool? LivePass, bool? CandidatePass)
{
    /// <summary>Whether the candidate fails. A missing output is a failure.</summary>
    public bool CandidateFails => !HasOutput || CandidatePass == false;

    /// <summary>Live passes and the candidate fails.</summary>
    public bool IsRegression => LivePass == true && CandidateFails;

    /// <summary>
    /// A locked golden item that live passes and the candidate fails. An item without an output is excluded, because the result is unknown.
    /// </summary>
    public bool IsLockedRegression => IsLocked && LivePass == true && HasOutput && CandidatePass == false;

    /// <summary>Live fails and the candidate passes.</summary>
    public bool IsImprovement => LivePass == false && CandidatePass == true;
}

/// <summary>A pass rate with its 95 % Wilson interval.</summary>
/// <param name="Passes">Number of items that pass.</param>
/// <param name="Items">Number of decided items.</param>
public readonly record struct PassShare(int Passes, int Items)
{
    /// <summary>The pass rate, 0..1; null if there are no decided items.</summary>
    public double? Rate => Items == 0 ? null : (double)Passes / Items;

    /// <summary>Lower bound of the Wilson interval.</summary>
    public double Low => PatternStatistics.Wilson(Passes, Items).Low;

    /// <summary>Upper bound of the Wilson interval.</summary>
    public double High => PatternStatistics.Wilson(Passes, Items).High;
}

/// <summary>The results of candidate and live on the same items.</summary>
/// <param name="Candidate">Pass rate of the candidate; its rate is null if nothing was decided.</param>
/// <param name="Live">Pass rate of live; its rate is null if no output of live was decided.</param>
/// <param name="Regressions">Number of items that live passes and the candidate fails.</param>
/// <param name="Improvements">Number of items that live fails and the candidate passes.</param>
public sealed record PairedShares(PassShare Candidate, PassShare Live, int Regressions, int Improvements)
{
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Counts the items that are decided on both sides. If there are none, counts those that are decided for the candidate. An item without
    /// an output counts as a failure.
    /// </summary>
    public static PairedShares Of(IReadOnlyCollection<ItemVerdict> items)
    {
        var decided = items.Where(i => i.CandidatePass is not null || !i.HasOutput).ToList();
        var paired = decided.Where(i => i.LivePass is not null).ToList();
        var counted = paired.Count > 0 ? paired : decided;
        return new PairedShares(
            new PassShare(counted.Count(i => i.CandidatePass == true), counted.Count),
            new PassShare(paired.Count(i => i.LivePass == true), paired.Count),
            paired.Count(i => i.IsRegression),
            paired.Count(i => i.IsImprovement)
        );
    }

    /// <summary>
    /// Candidate − live with its 95 % interval; null without items on both sides. This is the adjusted Wald interval for paired shares:
    /// half an item is added to each of the four cells. A. Agresti and Y. Min, "Simple improved confidence intervals for comparing matched
    /// proportions", Statistics in Medicine 24, 2005.
    /// </summary>
    public (double Difference, double Low, double High)? Difference()
    {
        if (Live.Items == 0)
            return null;
        var n = Live.Items + 2.0;
        double better = Improvements + 0.5,
            worse = Regressions + 0.5;
        var middle = (better - worse) / n;
        var half = Z * Math.Sqrt((better + worse - ((better - worse) * (better - worse) / n)) / (n * n));
        return ((double)(Improvements - Regressions) / Live.Items, Math.Max(-1, middle - half), Math.Min(1, middle + half));
    }
}

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
