namespace TriageConsole.Features.Interactions;

/// <summary>The class of a failure, the reason for it and the suggested action.</summary>
/// <param name="ErrorClass">one-off, systematic or conceptual; null before the first pattern search.</param>
/// <param name="Reason">The reason for the class, one sentence.</param>
/// <param name="Action">The suggested action, one sentence.</param>
/// <param name="Patterns">The patterns that contain the interaction, current ones first.</param>
public sealed record FailureExplanation(string? ErrorClass, string Reason, string? Action, IReadOnlyList<PatternMembershipRow> Patterns);
