using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Evaluation;

/// <summary>What an item came to on both sides.</summary>
/// <param name="IsGolden">Of the golden set; else of the traffic's sample.</param>
/// <param name="IsLocked">A locked golden item.</param>
/// <param name="HasOutput">Whether the candidate answered at all.</param>
/// <param name="LivePass">Of the live output; null: undecided.</param>
/// <param name="CandidatePass">Of the candidate's; null: undecided.</param>
public readonly record struct ItemVerdict(bool IsGolden, bool IsLocked, bool HasOutput, bool? LivePass, bool? CandidatePass)
{
    /// <summary>Whether the candidate does not what it should; no output is no pass.</summary>
    public bool CandidateFails => !HasOutput || CandidatePass == false;

    /// <summary>Live passes and the candidate does not.</summary>
    public bool IsRegression => LivePass == true && CandidateFails;

    /// <summary>A locked golden item that live passes and the candidate fails. One without an output is not among them: nobody knows yet.</summary>
    public bool IsLockedRegression => IsLocked && LivePass == true && HasOutput && CandidatePass == false;

    /// <summary>Live fails and the candidate passes.</summary>
    public bool IsImprovement => LivePass == false && CandidatePass == true;
}

/// <summary>A share with its 95 % interval.</summary>
/// <param name="Passes">Items that pass.</param>
/// <param name="Items">Items that were decided.</param>
public readonly record struct PassShare(int Passes, int Items)
{
    /// <summary>Null where nothing was decided.</summary>
    public double? Rate => Items == 0 ? null : (double)Passes / Items;

    /// <summary>Lower end, by Wilson.</summary>
    public double Low => PatternStatistics.Wilson(Passes, Items).Low;

    /// <summary>Upper end, by Wilson.</summary>
    public double High => PatternStatistics.Wilson(Passes, Items).High;
}

/// <summary>How candidate and live did on the same items.</summary>
/// <param name="Candidate">Null rate: nothing was decided.</param>
/// <param name="Live">Null rate: there is no live output that was decided.</param>
/// <param name="Regressions">Items where live passes and the candidate does not.</param>
/// <param name="Improvements">Items where live fails and the candidate passes.</param>
public sealed record PairedShares(PassShare Candidate, PassShare Live, int Regressions, int Improvements)
{
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Counts items decided on both sides, where there are any; else what is decided of the candidate alone. An item without an output
    /// counts as one that does not pass.
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
    /// Candidate − live with its 95 % interval; null without items on both sides. The adjusted Wald interval of paired shares: half an item is
    /// added to each of the four cells. A. Agresti and Y. Min, "Simple improved confidence intervals for comparing matched proportions",
    /// Statistics in Medicine 24, 2005.
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

/// <summary>Verdicts brought together.</summary>
public static class EvalFigures
{
    /// <summary>
    /// What the evaluators that count say of an output together: fails where one fails; else undecided where one could not judge; else passes
    /// where one passes; undecided where none applies.
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

    /// <summary>Whether one evaluator's passes hold: on the items it decided on both sides the candidate is not behind by more than the margin. Null where it decided none on both.</summary>
    /// <param name="pairs">Live's and the candidate's verdict of each item.</param>
    /// <param name="margin">Share of the items, 0..1.</param>
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
