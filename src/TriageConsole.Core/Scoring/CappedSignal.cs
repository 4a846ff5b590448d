namespace TriageConsole.Core.Scoring;

/// <summary>What one more signal may weigh.</summary>
/// <param name="Factor">What the source's trust is multiplied by, 0..1.</param>
/// <param name="Used">What the account has used of its cap after it, in units of weight · strength.</param>
public readonly record struct CappedSignal(double Factor, double Used);
