namespace TriageConsole.Features.DataHealth;

/// <summary>Findings about a workflow's data, alerts first.</summary>
public sealed record FindingsAnswer(string Workflow, IReadOnlyList<FindingReport> Findings);
