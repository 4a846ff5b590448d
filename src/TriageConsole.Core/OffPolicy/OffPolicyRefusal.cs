namespace TriageConsole.Core.OffPolicy;

/// <summary>One reason why an off-policy evaluation gives no estimates.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Explanation">What is wrong, with the numbers, and what to do.</param>
public sealed record OffPolicyRefusal(OffPolicyRefusalReason Reason, string Explanation);
