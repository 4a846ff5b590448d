namespace TriageConsole.Core.Scoring;

/// <summary>
/// Limits the weight of one source's signals in a window, so that a burst does not change rankings. The newcomers of a workflow share one
/// account, because new user names cost nothing. Source: domain section 3.
/// </summary>
public static class FeedbackCap
{
    /// <summary>Default cap of an account in a window, in units of weight · strength.</summary>
    public const double Default = 3;

    private const string Newcomers = "\u0001newcomers";

    /// <summary>The account of a source's signals, within workflow and window.</summary>
    public static string Account(string person, bool isNewcomer) => isNewcomer ? Newcomers : person;

    /// <summary>Full trust below the cap, a proportional part at its limit, then the minimum trust.</summary>
    /// <param name="used">The part of the cap that is already used in the window; zero or more.</param>
    /// <param name="weightTimesStrength">Weight · strength of the new signal; zero or more.</param>
    /// <param name="trust">Trust in the source, 0.05..1.</param>
    /// <param name="cap">The cap, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
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
