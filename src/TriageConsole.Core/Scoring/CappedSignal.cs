namespace TriageConsole.Core.Scoring;

/// <summary>The weight that the cap leaves for one more signal.</summary>
/// <param name="Factor">The factor for the trust in the source, 0..1.</param>
/// <param name="Used">The used part of the account's cap after the signal, in units of weight · strength.</param>
public readonly record struct CappedSignal(double Factor, double Used);
