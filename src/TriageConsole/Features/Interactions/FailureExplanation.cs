namespace TriageConsole.Features.Interactions;

/// <summary>Why an interaction failed, and what to do about failures of its kind.</summary>
/// <param name="ErrorClass">one-off, systematic or conceptual; null until patterns were looked for.</param>
/// <param name="Reason">Why it is of that class, in a sentence.</param>
/// <param name="Action">What to do, in a sentence.</param>
/// <param name="Patterns">The patterns it lies in, those in force first.</param>
public sealed record FailureExplanation(string? ErrorClass, string Reason, string? Action, IReadOnlyList<PatternPlace> Patterns);
