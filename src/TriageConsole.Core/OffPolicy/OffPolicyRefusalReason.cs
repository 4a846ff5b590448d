namespace TriageConsole.Core.OffPolicy;

/// <summary>Why an off-policy evaluation gives no estimates.</summary>
public enum OffPolicyRefusalReason
{
    /// <summary>There are no units, or all of them are mixed.</summary>
    NoUnits,

    /// <summary>A propensity is missing, 0, above 1, or not a number.</summary>
    InvalidPropensity,

    /// <summary>A target probability is not in 0..1.</summary>
    InvalidTarget,

    /// <summary>A reward is not a finite number.</summary>
    InvalidReward,

    /// <summary>Sums of the numbers are out of the range of a double.</summary>
    TooLarge,

    /// <summary>The target policy never takes a logged action.</summary>
    NoOverlap,

    /// <summary>The effective sample size is too small.</summary>
    FewEffectiveUnits,

    /// <summary>One unit has too much of the weight.</summary>
    DominantUnit,

    /// <summary>The mean of the weights is not 1.</summary>
    WeightMean,
}
