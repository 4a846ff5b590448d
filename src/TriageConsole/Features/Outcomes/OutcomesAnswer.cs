namespace TriageConsole.Features.Outcomes;

/// <summary>Outcomes grouped by one dimension.</summary>
public sealed record OutcomesAnswer(string By, IReadOnlyList<OutcomeGroup> Groups);
