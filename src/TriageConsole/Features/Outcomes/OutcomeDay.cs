using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// A day with pending outcomes.
/// <list type="bullet">
/// <item>Measured: the outcomes so far.</item>
/// <item>Estimate: with estimates for pending outcomes; null if none are pending.</item>
/// </list>
/// </summary>
public sealed record OutcomeDay(DateOnly Day, OutcomeSums Measured, ProxyEstimate? Estimate);
