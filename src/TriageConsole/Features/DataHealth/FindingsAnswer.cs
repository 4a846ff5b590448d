namespace TriageConsole.Features.DataHealth;

/// <summary>What was noticed about a workflow's data, alarms first.</summary>
public sealed record FindingsAnswer(string Workflow, IReadOnlyList<FindingReport> Findings);
