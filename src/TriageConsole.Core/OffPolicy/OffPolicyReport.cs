using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.OffPolicy;

/// <summary>What a log says about a policy that did not serve it. It can propose an experiment, never a promotion.</summary>
/// <param name="Units">Number of units used.</param>
/// <param name="Mixed">Number of units excluded because several actions served them.</param>
/// <param name="Estimated">Number of used units whose reward is an estimate of a pending outcome.</param>
/// <param name="Weights">The check of the weights; null if there are none, or the data are not valid.</param>
/// <param name="Logged">Mean reward of the logging policy; no value if the data are not valid.</param>
/// <param name="Estimates">One estimate per estimator; empty if refused.</param>
/// <param name="Refusals">All reasons for a refusal; empty if there are estimates.</param>
/// <param name="Explanation">The result in sentences with the numbers.</param>
public sealed record OffPolicyReport(
    long Units,
    long Mixed,
    long Estimated,
    WeightCheck? Weights,
    MeanEstimate Logged,
    IReadOnlyList<OffPolicyEstimate> Estimates,
    IReadOnlyList<OffPolicyRefusal> Refusals,
    string Explanation
)
{
    /// <summary>Whether all measured outcomes are 0 or 1, so that means are shares and gains are differences of shares.</summary>
    public bool IsShare { get; init; }

    /// <summary>Whether there are no estimates.</summary>
    public bool IsRefused => Refusals.Count > 0;

    /// <summary>The estimate to show first: doubly robust with an outcome model, else self-normalised. Null if refused.</summary>
    public OffPolicyEstimate? Preferred =>
        IsRefused ? null
        : Of(OffPolicyEstimator.DoublyRobust) is { Mean.Value: not null } robust ? robust
        : Of(OffPolicyEstimator.SelfNormalized);

    /// <summary>The same log without estimates, for a reason that the units alone do not show.</summary>
    /// <param name="refusal">The reason.</param>
    public OffPolicyReport Refuse(OffPolicyRefusal refusal)
    {
        var refused = this with { Estimates = [], Refusals = [.. Refusals, refusal] };
        return refused with { Explanation = OffPolicyText.Explain(refused) };
    }

    /// <summary>The estimate of this estimator; null if refused.</summary>
    public OffPolicyEstimate? Of(OffPolicyEstimator estimator) => Estimates.FirstOrDefault(e => e.Estimator == estimator);
}
