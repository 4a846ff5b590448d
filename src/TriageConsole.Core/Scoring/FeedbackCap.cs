namespace TriageConsole.Core.Scoring;

/// <summary>
/// Nobody's signals weigh more than a cap in a window: a burst leaves rankings where they were. Newcomers to a workflow share one account,
/// for fresh names cost nothing. Source: domain section 3.
/// </summary>
public static class FeedbackCap
{
    /// <summary>Default cap of an account in a window, in units of weight · strength.</summary>
    public const double Default = 3;

    private const string Newcomers = "\u0001newcomers";

    /// <summary>The account a person's signals count against, within workflow and window.</summary>
    public static string Account(string person, bool isNewcomer) => isNewcomer ? Newcomers : person;

    /// <summary>Full trust under the cap, the part that fits at its edge, then only the least trust anybody has.</summary>
    /// <param name="used">What the account used already in the window; zero or more.</param>
    /// <param name="weightTimesStrength">Of the new signal; zero or more.</param>
    /// <param name="trust">In its source, 0.05..1.</param>
    /// <param name="cap">Above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    public static CappedSignal Next(double used, double weightTimesStrength, double trust, double cap = Default)
    {
        ThrowIfNegative(used, nameof(used));
        ThrowIfNegative(weightTimesStrength, nameof(weightTimesStrength));
        if (!(trust is >= FeedbackSourceTrust.Min and <= 1))
            throw new ArgumentOutOfRangeException(nameof(trust));
        if (!(cap > 0))
            throw new ArgumentOutOfRangeException(nameof(cap));
        var fits = Math.Clamp(cap - used, 0, weightTimesStrength);
        var share = fits >= weightTimesStrength ? 1 : fits / weightTimesStrength;
        return new CappedSignal(Math.Max(share, FeedbackSourceTrust.Min / trust), used + fits);
    }

    private static void ThrowIfNegative(double value, string name)
    {
        if (!(value >= 0) || double.IsInfinity(value))
            throw new ArgumentOutOfRangeException(name);
    }
}
