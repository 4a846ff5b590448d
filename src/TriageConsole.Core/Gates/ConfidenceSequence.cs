using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Gates;

/// <summary>
/// Intervals that stay right however often one looks: the chance that they ever leave the truth out is at most α. Source: I. Waudby-Smith,
/// D. Arbour, R. Sinha, E. Kennedy and A. Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", arXiv 2103.06476:
/// two-sided eq. 9, one-sided eq. 134, p eq. 155, ρ by eq. 161 at the planned number of units. Rests on sums alone: its cost does not grow with units.
/// </summary>
public static class ConfidenceSequence
{
    /// <summary>
    /// Candidate − live. Shares (both arms yes/no) by Σ p(1 − p)/n, others by sample variances. An arm whose values are all alike has not shown
    /// its spread, and is not taken to have none: a share gets one success and one failure more for its variance (A. Agresti and B. Caffo 2000),
    /// a mean borrows the other arm's; where neither arm has any, there is no interval.
    /// </summary>
    /// <param name="live">Outcomes of the live arm.</param>
    /// <param name="candidate">Outcomes of the candidate's.</param>
    /// <param name="alpha">Chance of ever missing the truth; above 0 and under 0.5.</param>
    /// <param name="tuning">Units of both arms at which a decision is planned; fixed for the test.</param>
    /// <exception cref="ArgumentException">A count is negative, a sum not finite, α or the tuning out of range.</exception>
    public static SequentialDifference Difference(OutcomeSums live, OutcomeSums candidate, double alpha, double tuning)
    {
        var shares = live.IsYesNo && candidate.IsYesNo;
        var d = candidate.Checked().Mean - live.Checked().Mean;
        var (a, b) = shares ? (OfShare(live, 0), OfShare(candidate, 0)) : OfMeans(live, candidate);
        return Around(d, a + b, live.Count + candidate.Count, alpha, tuning);
    }

    /// <summary>Of any estimate that is near normal.</summary>
    /// <param name="difference">The estimate.</param>
    /// <param name="standardError">Its standard error, above 0.</param>
    /// <param name="units">Units it rests on, both arms.</param>
    /// <param name="alpha">As in <see cref="Difference"/>.</param>
    /// <param name="tuning">As in <see cref="Difference"/>.</param>
    /// <exception cref="ArgumentException">A figure out of range.</exception>
    public static SequentialDifference Of(double difference, double standardError, long units, double alpha, double tuning)
    {
        if (!double.IsFinite(difference) || !double.IsFinite(standardError) || standardError <= 0 || units < 1)
            throw new ArgumentException($"{difference} ± {standardError} of {units} units is no estimate.");
        return Around(difference, standardError * standardError, units, alpha, tuning);
    }

    /// <summary>ρ of the two-sided sequence; that of the one-sided is at 2α.</summary>
    public static double Rho(double alpha, double tuning) =>
        Math.Sqrt(((-2 * Math.Log(alpha)) + Math.Log((-2 * Math.Log(alpha)) + 1)) / tuning);

    /// <summary>Half the interval's width, for a variance of 1 a unit.</summary>
    /// <param name="units">Units it rests on, both arms.</param>
    /// <param name="alpha">As in <see cref="Difference"/>.</param>
    /// <param name="tuning">As in <see cref="Difference"/>.</param>
    /// <param name="oneSided">Whether only one bound is asked.</param>
    public static double HalfWidth(double units, double alpha, double tuning, bool oneSided = false)
    {
        var rho = Rho(oneSided ? 2 * alpha : alpha, tuning);
        var t = units * rho * rho;
        var log = oneSided ? Math.Log(1 + (Math.Sqrt(t + 1) / (2 * alpha))) : Math.Log(Math.Sqrt(t + 1) / alpha);
        return Math.Sqrt(2 * (t + 1) / (t * units) * log);
    }

    /// <summary>How many units more, of both arms, until the interval would leave the threshold behind, at the present difference, variance and split.</summary>
    /// <param name="now">The difference at present.</param>
    /// <param name="alpha">As in <see cref="Difference"/>.</param>
    /// <param name="tuning">As in <see cref="Difference"/>.</param>
    /// <param name="threshold">What is to be left out, in units of the metric.</param>
    /// <param name="above">Whether the interval is to lie above it; else below.</param>
    /// <param name="oneSided">Whether only that bound is asked.</param>
    /// <returns>0 where it does already; null where the present difference does not point there, or not within 10¹⁵ units.</returns>
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
    /// The bounds of guardrails and watches, which fire early and of rare events. Of shares the larger of two variances: with one success and one
    /// failure more an arm, and as it is where the difference equals the margin (C. Dunnett and M. Gent 1977), so that the first few of a small
    /// arm, all alike, are not taken for its spread. Others as <see cref="Wary"/>.
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
    /// <see cref="Difference"/>, but of means the smaller arm's spread is at least the larger one's: a canary that has not met the tail yet, of
    /// costs for example, is low in mean and spread at once. Without a difference both have one spread; with one this only waits longer.
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

    /// <summary>Variance of a share; null under two values.</summary>
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
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α lies above 0 and under 0.5.");
        if (!(tuning > 0 && double.IsFinite(tuning)))
            throw new ArgumentOutOfRangeException(nameof(tuning), tuning, "The planned number of units is above 0.");
    }
}
