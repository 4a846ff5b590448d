using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

/// <summary>
/// Time-uniform confidence intervals: the probability that they ever exclude the true value is at most α, for any number of looks. Source:
/// I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy and A. Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences",
/// arXiv 2103.06476: two-sided eq. 9, one-sided eq. 134, p eq. 155, ρ by eq. 161 at the planned number of units. Uses sums only, so its
/// cost does not grow with the number of units.
/// </summary>
public static class ConfidenceSequence
{
    /// <summary>
    /// Candidate − live. The variance of shares (both arms yes/no) is Σ p(1 − p)/n, that of other values the sample variance. If all values
    /// of an arm are equal, its spread is unknown and not zero: a share gets one more success and one more failure for its variance (A.
    /// Agresti and B. Caffo 2000), and a mean uses the variance of the other arm. If neither arm has a variance, there is no interval.
    /// </summary>
    /// <param name="live">Outcomes of the live arm.</param>
    /// <param name="candidate">Outcomes of the candidate arm.</param>
    /// <param name="alpha">Probability of ever excluding the true value; above 0 and below 0.5.</param>
    /// <param name="tuning">Number of units of both arms at which a decision is planned; fixed before the first look.</param>
    /// <exception cref="ArgumentException">A count is negative, a sum is not finite, or α or the tuning is out of range.</exception>
    public static SequentialDifference Difference(OutcomeSums live, OutcomeSums candidate, double alpha, double tuning)
    {
        var shares = live.IsYesNo && candidate.IsYesNo;
        var d = candidate.Checked().Mean - live.Checked().Mean;
        var (a, b) = shares ? (OfShare(live, 0), OfShare(candidate, 0)) : OfMeans(live, candidate);
        return Around(d, a + b, live.Count + candidate.Count, alpha, tuning);
    }

    /// <summary>The intervals of any estimate that is approximately normal.</summary>
    /// <param name="difference">The estimate.</param>
    /// <param name="standardError">Its standard error; above 0.</param>
    /// <param name="units">Number of units of both arms.</param>
    /// <param name="alpha">As in <see cref="Difference"/>.</param>
    /// <param name="tuning">As in <see cref="Difference"/>.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static SequentialDifference Of(double difference, double standardError, long units, double alpha, double tuning)
    {
        if (!double.IsFinite(difference) || !double.IsFinite(standardError) || standardError <= 0 || units < 1)
            throw new ArgumentException($"{difference} ± {standardError} of {units} units is not a valid estimate.");
        return Around(difference, standardError * standardError, units, alpha, tuning);
    }

    /// <summary>ρ of the two-sided sequence; the one-sided sequence uses it at 2α.</summary>
    public static double Rho(double alpha, double tuning) =>
        Math.Sqrt(((-2 * Math.Log(alpha)) + Math.Log((-2 * Math.Log(alpha)) + 1)) / tuning);

    /// <summary>Half the width of the interval for a variance of 1 per unit.</summary>
    /// <param name="units">Number of units of both arms.</param>
    /// <param name="alpha">As in <see cref="Difference"/>.</param>
    /// <param name="tuning">As in <see cref="Difference"/>.</param>
    /// <param name="oneSided">Whether only one bound is needed.</param>
    public static double HalfWidth(double units, double alpha, double tuning, bool oneSided = false)
    {
        var rho = Rho(oneSided ? 2 * alpha : alpha, tuning);
        var t = units * rho * rho;
        var log = oneSided ? Math.Log(1 + (Math.Sqrt(t + 1) / (2 * alpha))) : Math.Log(Math.Sqrt(t + 1) / alpha);
        return Math.Sqrt(2 * (t + 1) / (t * units) * log);
    }

    /// <summary>
    /// The number of additional units of both arms until the interval excludes the threshold, at the current difference, variance and
    /// split.
    /// </summary>
    /// <param name="now">The current difference.</param>
    /// <param name="alpha">As in <see cref="Difference"/>.</param>
    /// <param name="tuning">As in <see cref="Difference"/>.</param>
    /// <param name="threshold">The value to exclude, in units of the metric.</param>
    /// <param name="above">Whether the interval must be above the threshold; otherwise below.</param>
    /// <param name="oneSided">Whether only that bound is needed.</param>
    /// <returns>0 if it already does. Null if the current difference does not point there, or if it takes more than 10¹⁵ units.</returns>
    public static long? UnitsToDecide(
        SequentialDifference now,
        double alpha,
        double tuning,
        double threshold = 0,
        bool above = true,
        bool oneSided = false
    )
    {
        Check(alpha, tuning);
        if (now.StandardError is not { } error || now.Value is not { } d)
            return null;
        var gap = above ? d - threshold : threshold - d;
        var spread = error * Math.Sqrt(now.Units);
        bool Decides(long n) => spread * HalfWidth(n, alpha, tuning, oneSided) < gap;
        if (gap <= 0)
            return null;
        var (no, yes) = (now.Units - 1, now.Units);
        while (!Decides(yes))
        {
            if (yes > 1_000_000_000_000_000)
                return null;
            (no, yes) = (yes, yes * 2);
        }

        while (yes - no > 1)
            (no, yes) = Decides(no + ((yes - no) / 2)) ? (no, no + ((yes - no) / 2)) : (no + ((yes - no) / 2), yes);
        return yes - now.Units;
    }

    /// <summary>
    /// The bounds of guardrails and of post-promotion monitoring, which fail early and on rare events. For shares it uses the larger of two
    /// variances: with one more success and one more failure per arm, and under the hypothesis that the difference equals the margin (C.
    /// Dunnett and M. Gent 1977). Otherwise a small arm whose first few values are all equal would seem to have no spread. Other values use
    /// <see cref="Wary"/>.
    /// </summary>
    internal static SequentialDifference Cautious(OutcomeSums live, OutcomeSums candidate, double margin, double alpha, double tuning)
    {
        if (!live.IsYesNo || !candidate.IsYesNo)
            return Wary(live, candidate, alpha, tuning);
        var d = candidate.Checked().Mean - live.Checked().Mean;
        var estimated = OfShare(live, 1) + OfShare(candidate, 1);
        return Around(
            d,
            estimated is { } v ? Math.Max(v, AtMargin(live, candidate, margin)) : null,
            live.Count + candidate.Count,
            alpha,
            tuning
        );
    }

    /// <summary>
    /// <see cref="Difference"/>, but for means the variance of the smaller arm is at least that of the larger one. A canary that has no
    /// values from the tail yet, for example of costs, is too low in mean and variance at once. Without a difference both arms have the
    /// same variance; with a difference this only delays the decision.
    /// </summary>
    internal static SequentialDifference Wary(OutcomeSums live, OutcomeSums candidate, double alpha, double tuning)
    {
        if (
            (live.IsYesNo && candidate.IsYesNo)
            || live.Count == candidate.Count
            || live.Checked().Variance is not { } a
            || candidate.Checked().Variance is not { } b
        )
            return Difference(live, candidate, alpha, tuning);
        (a, b) = live.Count < candidate.Count ? (Math.Max(a, b), b) : (a, Math.Max(a, b));
        if (a == 0 || b == 0)
            return Difference(live, candidate, alpha, tuning);
        return Around(candidate.Mean - live.Mean, (a / live.Count) + (b / candidate.Count), live.Count + candidate.Count, alpha, tuning);
    }

    private static double AtMargin(OutcomeSums live, OutcomeSums candidate, double margin)
    {
        var share = Math.Clamp(
            (live.Sum + candidate.Sum - (candidate.Count * margin)) / (live.Count + candidate.Count),
            Math.Max(0, -margin),
            Math.Min(1, 1 - margin)
        );
        return (share * (1 - share) / live.Count) + ((share + margin) * (1 - share - margin) / candidate.Count);
    }

    private static SequentialDifference Around(double? difference, double? variance, long units, double alpha, double tuning)
    {
        Check(alpha, tuning);
        if (difference is not { } d || variance is not { } v)
            return new SequentialDifference(difference, null, null, null, 1, null, null, units);
        var error = Math.Sqrt(v);
        var spread = error * Math.Sqrt(units);
        var (half, bound) = (spread * HalfWidth(units, alpha, tuning), spread * HalfWidth(units, alpha, tuning, oneSided: true));
        return new SequentialDifference(d, error, d - half, d + half, PValue(d, v, units, Rho(alpha, tuning)), d - bound, d + bound, units);
    }

    /// <summary>1/E of the normal mixture martingale.</summary>
    private static double PValue(double d, double variance, double units, double rho)
    {
        var t = units * rho * rho;
        var logE = (rho * rho * d * d * units / variance / (2 * (t + 1))) - (Math.Log(t + 1) / 2);
        return Math.Min(1, Math.Exp(-logE));
    }

    /// <summary>Variance of a share; null for fewer than two values.</summary>
    private static double? OfShare(OutcomeSums arm, int added)
    {
        if (arm.Count < 2)
            return null;
        if (arm.Sum == 0 || arm.Sum == arm.Count)
            added = 1;
        var p = (arm.Sum + added) / (arm.Count + (2 * added));
        return p * (1 - p) / arm.Count;
    }

    private static (double?, double?) OfMeans(OutcomeSums live, OutcomeSums candidate)
    {
        var (a, b) = (live.Variance, candidate.Variance);
        if (a is null || b is null || (a == 0 && b == 0))
            return (null, null);
        return ((a > 0 ? a : b) / live.Count, (b > 0 ? b : a) / candidate.Count);
    }

    private static void Check(double alpha, double tuning)
    {
        if (!(alpha is > 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α must be above 0 and below 0.5.");
        if (!(tuning > 0 && double.IsFinite(tuning)))
            throw new ArgumentOutOfRangeException(nameof(tuning), tuning, "The planned number of units must be above 0.");
    }
}
