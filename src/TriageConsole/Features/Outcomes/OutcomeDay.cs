using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// A day where outcomes are late.
/// <list type="bullet">
/// <item>Measured: What is known so far.</item>
/// <item>Estimate: With proxies in the place of what is missing; null where nothing is.</item>
/// </list>
/// </summary>
public sealed record OutcomeDay(DateOnly Day, OutcomeSums Measured, ProxyEstimate? Estimate);
