namespace TriageConsole.Core.Outcomes;

/// <summary>The predictive power of a signal in two periods.</summary>
public sealed record SignalComparison(SignalTrend Trend, SignalPower Reference, SignalPower Recent, string Explanation);
