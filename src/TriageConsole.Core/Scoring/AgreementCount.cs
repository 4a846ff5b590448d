namespace TriageConsole.Core.Scoring;

/// <summary>How often feedback agreed with experts' labels on the same interactions.</summary>
/// <param name="Agreements">Signals that said what experts said.</param>
/// <param name="Checks">Signals on interactions that experts labeled.</param>
public readonly record struct AgreementCount(long Agreements, long Checks);
