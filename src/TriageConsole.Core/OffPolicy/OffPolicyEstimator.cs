namespace TriageConsole.Core.OffPolicy;

/// <summary>
/// Estimators of the mean reward of a target policy. w is target probability / propensity, r the reward, q the prediction for the logged
/// action, d the prediction for the target policy. Source: M. Dudík, J. Langford and L. Li 2011 (doubly robust), A. Swaminathan and T.
/// Joachims 2015 (self-normalised).
/// </summary>
public enum OffPolicyEstimator
{
    /// <summary>IPS: mean(w·r). Unbiased if the propensities are right; high variance.</summary>
    InversePropensity,

    /// <summary>Clipped IPS: mean(min(w, clip)·r). Lower variance; biased where weights are clipped.</summary>
    ClippedInversePropensity,

    /// <summary>SNIPS: Σ w·r / Σ w. It stays in the range of the rewards; its bias is of order 1/n.</summary>
    SelfNormalized,

    /// <summary>DM: mean(d). It is as right as the model, and the log cannot tell how right that is.</summary>
    DirectMethod,

    /// <summary>DR: mean(d + w·(r − q)). Right if the propensities or the model are right.</summary>
    DoublyRobust,

    /// <summary>SNDR: mean(d) + Σ w·(r − q) / Σ w.</summary>
    SelfNormalizedDoublyRobust,
}
