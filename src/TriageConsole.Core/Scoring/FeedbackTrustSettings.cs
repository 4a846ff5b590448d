namespace TriageConsole.Core.Scoring;

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
