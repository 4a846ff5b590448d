namespace TriageConsole.Core.Scoring;

/// <summary>The priors of trust.</summary>
public sealed record FeedbackTrustSettings
{
    /// <summary>Mean before any check: the trust of the workflow in a known user, above 0 and below 1. Default 0.8.</summary>
    public double PriorMean { get; init; } = 0.8;

    /// <summary>Weight of the prior, in number of checks. Default 5.</summary>
    public double PriorStrength { get; init; } = 5;

    /// <summary>The factor for a newcomer's trust. Default 0.3.</summary>
    public double NewcomerFactor { get; init; } = 0.3;

    /// <summary>A source that is known for this long is not a newcomer. Default 24 hours of event time.</summary>
    public TimeSpan NewcomerTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A source with this many agreements with experts is not a newcomer. Default 2.</summary>
    public int NewcomerAgreements { get; init; } = 2;
}
