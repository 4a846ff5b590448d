namespace TriageConsole.Core.Evaluation;

/// <summary>The results of candidate and live on the same items.</summary>
/// <param name="Candidate">Pass rate of the candidate; its rate is null if nothing was decided.</param>
/// <param name="Live">Pass rate of live; its rate is null if no output of live was decided.</param>
/// <param name="Regressions">Number of items that live passes and the candidate fails.</param>
/// <param name="Improvements">Number of items that live fails and the candidate passes.</param>
public sealed record PairedShares(PassShare Candidate, PassShare Live, int Regressions, int Improvements)
{
    /// <summary>The quantile of the 95 % interval.</summary>
    public const double Z = 1.959963984540054;

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
    /// Candidate − live with its interval; null without items on both sides. This is the adjusted Wald interval for paired shares:
    /// half an item is added to each of the four cells. A. Agresti and Y. Min, "Simple improved confidence intervals for comparing matched
    /// proportions", Statistics in Medicine 24, 2005.
    /// </summary>
    /// <param name="z">The normal quantile of the interval; 95 % if not set.</param>
    public (double Difference, double Low, double High)? Difference(double z = Z)
    {
        if (Live.Items == 0)
            return null;
        var n = Live.Items + 2.0;
        double better = Improvements + 0.5,
            worse = Regressions + 0.5;
        var middle = (better - worse) / n;
        var half = z * Math.Sqrt((better + worse - ((better - worse) * (better - worse) / n)) / (n * n));
        return ((double)(Improvements - Regressions) / Live.Items, Math.Max(-1, middle - half), Math.Min(1, middle + half));
    }
}
