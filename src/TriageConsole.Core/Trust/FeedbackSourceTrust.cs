using System.Globalization;

namespace TriageConsole.Core.Trust;

/// <summary>How often feedback agreed with experts' labels on the same interactions.</summary>
/// <param name="Agreements">Signals that said what experts said.</param>
/// <param name="Checks">Signals on interactions that experts labeled.</param>
public readonly record struct AgreementCount(long Agreements, long Checks);

/// <summary>What is known about an end user who gives feedback.</summary>
/// <param name="Own">The person's signals against experts' labels.</param>
/// <param name="KnownFor">Event time since the person's first event.</param>
/// <param name="Role">Signals of the others in the person's role.</param>
/// <param name="RoleWeight">What the role counts, 0..1.</param>
public readonly record struct FeedbackEvidence(AgreementCount Own, TimeSpan KnownFor, AgreementCount Role = default, double RoleWeight = 1);

/// <summary>Where trust starts.</summary>
public sealed record FeedbackTrustSettings
{
    /// <summary>Mean before any check: the workflow's trust in a known user, above 0 and below 1. Default 0.8.</summary>
    public double PriorMean { get; init; } = 0.8;

    /// <summary>How many checks the prior weighs. Default 5.</summary>
    public double PriorStrength { get; init; } = 5;

    /// <summary>What a newcomer's trust is multiplied by. Default 0.3.</summary>
    public double NewcomerFactor { get; init; } = 0.3;

    /// <summary>Who is known for this long is no newcomer. Default 24 hours of event time.</summary>
    public TimeSpan NewcomerTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Nor who agreed with experts this often. Default 2.</summary>
    public int NewcomerAgreements { get; init; } = 2;
}

/// <summary>How far an end user's feedback is trusted. Source: domain section 3.</summary>
/// <param name="Value">The t of the suspicion formula, 0.05..1.</param>
/// <param name="Mean">Posterior mean of the share of signals that agree with experts.</param>
/// <param name="IsNewcomer">Whether the newcomer's factor was applied.</param>
/// <param name="Explanation">The same in a sentence.</param>
public sealed record FeedbackSourceTrust(double Value, double Mean, bool IsNewcomer, string Explanation)
{
    /// <summary>Nobody is trusted less: what everybody says still shows.</summary>
    public const double Least = 0.05;

    /// <summary>
    /// Beta posterior mean (prior mean · strength + agreements) / (strength + checks), twice: the role's is the prior of the person's.
    /// Times role weight, times the newcomer's factor, within [0.05, 1].
    /// </summary>
    /// <exception cref="ArgumentException">More agreements than checks, a negative figure, or a role weight that is not finite.</exception>
    public static FeedbackSourceTrust Of(FeedbackEvidence evidence, FeedbackTrustSettings? settings = null)
    {
        var s = settings ?? new FeedbackTrustSettings();
        if (!(evidence.RoleWeight >= 0) || double.IsInfinity(evidence.RoleWeight))
            throw new ArgumentException("A role weight must be zero or more.", nameof(evidence));
        var mean = Posterior(Posterior(s.PriorMean, s.PriorStrength, evidence.Role), s.PriorStrength, evidence.Own);
        var newcomer = evidence.KnownFor < s.NewcomerTime && evidence.Own.Agreements < s.NewcomerAgreements;
        var value = Math.Clamp(mean * evidence.RoleWeight * (newcomer ? s.NewcomerFactor : 1), Least, 1);
        var weight = evidence.RoleWeight == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" × role {evidence.RoleWeight:0.##}");
        var factor = newcomer ? string.Create(CultureInfo.InvariantCulture, $" × newcomer {s.NewcomerFactor:0.##}") : "";
        return new FeedbackSourceTrust(
            value,
            mean,
            newcomer,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Agreed with experts {evidence.Own.Agreements} of {evidence.Own.Checks} times, expected {mean:0.00}{weight}{factor} = trust {value:0.00}."
            )
        );
    }

    private static double Posterior(double prior, double strength, AgreementCount count) =>
        count.Agreements < 0 || count.Agreements > count.Checks
            ? throw new ArgumentException($"{count.Agreements} of {count.Checks} is no count of agreements.", nameof(count))
            : ((prior * strength) + count.Agreements) / (strength + count.Checks);
}
