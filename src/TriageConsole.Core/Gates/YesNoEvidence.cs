using System.Text.Json.Serialization;

namespace TriageConsole.Core.Gates;

/// <summary>
/// Evidence that two yes/no rates differ, collected window by window: a bet on the rates of earlier windows against one common rate. It is
/// exact for any number of units and at any time: without a difference, the probability that E ever reaches 1/α is at most α. Source:
/// R. Turner, A. Ly and P. Grünwald, "Generic E-variables for exact sequential k-sample tests that allow for optional stopping", with the
/// prior Beta(0.18, 0.18).
/// </summary>
/// <param name="LiveCount">Units of the live arm so far.</param>
/// <param name="LiveYes">Number of them that are yes.</param>
/// <param name="CandidateCount">Units of the candidate arm so far.</param>
/// <param name="CandidateYes">Number of them that are yes.</param>
/// <param name="LogE">ln E; 0 at the start.</param>
public sealed record YesNoEvidence(long LiveCount, long LiveYes, long CandidateCount, long CandidateYes, double LogE)
{
    private const double Prior = 0.18;

    /// <summary>The state before the first window.</summary>
    public static YesNoEvidence Start { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Always-valid p: 1/E, at most 1.</summary>
    [JsonIgnore]
    public double P => Math.Min(1, Math.Exp(-LogE));

    /// <summary>1 if the candidate's share of yes is higher, −1 if it is lower, 0 if they are equal or an arm has no units.</summary>
    [JsonIgnore]
    public int Direction =>
        LiveCount == 0 || CandidateCount == 0 ? 0 : Math.Sign(((decimal)CandidateYes * LiveCount) - ((decimal)LiveYes * CandidateCount));

    /// <summary>Whether the rates differ at level α.</summary>
    public bool Rejects(double alpha) => LogE >= -Math.Log(alpha);

    /// <summary>Adds one window. Add each window once. The order must not depend on the outcomes.</summary>
    /// <param name="na">Units of the live arm.</param>
    /// <param name="ya">Number of them that are yes.</param>
    /// <param name="nb">Units of the candidate arm.</param>
    /// <param name="yb">Number of them that are yes.</param>
    /// <exception cref="ArgumentException">More yes than units, or a negative count.</exception>
    public YesNoEvidence Add(long na, long ya, long nb, long yb)
    {
        if (ya < 0 || ya > na || yb < 0 || yb > nb)
            throw new ArgumentException($"{ya} of {na} and {yb} of {nb} are not valid counts of a window.");
        if (na + nb == 0)
            return this;
        var (a, b) = ((LiveYes + Prior) / (LiveCount + (2 * Prior)), (CandidateYes + Prior) / (CandidateCount + (2 * Prior)));
        var common = ((na * a) + (nb * b)) / (na + nb);
        var gained = Gained(na, ya, a, common) + Gained(nb, yb, b, common);
        return new YesNoEvidence(LiveCount + na, LiveYes + ya, CandidateCount + nb, CandidateYes + yb, LogE + gained);
    }

    /// <summary>
    /// Approximate number of additional units of both arms until it rejects, if the rates stay as they are. Null if the rates are equal.
    /// </summary>
    public long? UnitsToReject(double alpha)
    {
        if (Rejects(alpha))
            return 0;
        if (Direction == 0)
            return null;
        var common = (double)(LiveYes + CandidateYes) / (LiveCount + CandidateCount);
        var perUnit =
            (Divergence(LiveYes, LiveCount, common) + Divergence(CandidateYes, CandidateCount, common)) / (LiveCount + CandidateCount);
        var units = (-Math.Log(alpha) - LogE) / perUnit;
        return units < 1e15 ? (long)Math.Ceiling(units) : null;
    }

    private static double Gained(long n, long yes, double rate, double common) =>
        (yes * Math.Log(rate / common)) + ((n - yes) * Math.Log((1 - rate) / (1 - common)));

    /// <summary>n·KL(share ‖ common).</summary>
    private static double Divergence(long yes, long n, double common)
    {
        var p = (double)yes / n;
        return (yes == 0 ? 0 : yes * Math.Log(p / common)) + (yes == n ? 0 : (n - yes) * Math.Log((1 - p) / (1 - common)));
    }
}
