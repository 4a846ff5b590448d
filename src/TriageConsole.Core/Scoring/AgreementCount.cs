namespace TriageConsole.Core.Scoring;

/// <summary>The agreement of feedback with experts' labels on the same interactions.</summary>
/// <param name="Agreements">Number of signals that agree with the experts.</param>
/// <param name="Checks">Number of signals on interactions with experts' labels.</param>
public readonly record struct AgreementCount(long Agreements, long Checks);
