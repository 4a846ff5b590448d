using System.Globalization;

namespace TriageConsole.Core.Scoring;

/// <summary>The trust in the feedback of an end user. Source: domain section 3.</summary>
/// <param name="Value">The t of the suspicion formula, 0.05..1.</param>
/// <param name="Mean">Posterior mean of the share of signals that agree with experts.</param>
/// <param name="IsNewcomer">Whether the newcomer factor was applied.</param>
/// <param name="Explanation">An explanation in one sentence.</param>
public sealed record FeedbackSourceTrust(double Value, double Mean, bool IsNewcomer, string Explanation)
{
    /// <summary>The minimum trust, so that a complaint of many users still counts.</summary>
    public const double Min = 0.05;

    /// <summary>
    /// Beta posterior mean (prior mean · strength + agreements) / (strength + checks), in two steps: the mean of the role is the prior of
    /// the source. Times role weight and newcomer factor, limited to [0.05, 1].
    /// </summary>
    /// <exception cref="ArgumentException">More agreements than checks, a negative number, or a role weight that is not finite.</exception>
    public static FeedbackSourceTrust Of(FeedbackEvidence evidence, FeedbackTrustSettings? settings = null)
    {
        var s = settings ?? new FeedbackTrustSettings();
        if (!(evidence.RoleWeight >= 0) || double.IsInfinity(evidence.RoleWeight))
            throw new ArgumentException("A role weight must be zero or more.", nameof(evidence));
        var mean = Posterior(Posterior(s.PriorMean, s.PriorStrength, evidence.Role), s.PriorStrength, evidence.Own);
        var newcomer = evidence.KnownFor < s.NewcomerTime && evidence.Own.Agreements < s.NewcomerAgreements;
        var value = Math.Clamp(mean * evidence.RoleWeight * (newcomer ? s.NewcomerFactor : 1), Min, 1);
        var weight = evidence.RoleWeight == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" × role {evidence.RoleWeight:0.##}");
        var factor = newcomer ? string.Create(CultureInfo.InvariantCulture, $" × newcomer {s.NewcomerFactor:0.##}") : "";
        return new FeedbackSourceTrust(
            value,
            mean,
            newcomer,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Agreed with experts {evidence.Own.Agreements} of {evidence.Own.Checks} times, expected "
                    + $"{mean:0.00}{weight}{factor} = trust {value:0.00}."
            )
        );
    }

    private static double Posterior(double prior, double strength, AgreementCount count) =>
        count.Agreements < 0 || count.Agreements > count.Checks
            ? throw new ArgumentException($"{count.Agreements} of {count.Checks} is not a valid count of agreements.", nameof(count))
            : ((prior * strength) + count.Agreements) / (strength + count.Checks);
}
