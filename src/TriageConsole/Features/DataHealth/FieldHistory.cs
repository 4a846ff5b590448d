namespace TriageConsole.Features.DataHealth;

/// <summary>The fields of a workflow over time.</summary>
/// <param name="Workflow">Key of the workflow.</param>
/// <param name="Days">The days with interactions, oldest first.</param>
public sealed record FieldHistory(string Workflow, IReadOnlyList<FieldDay> Days);
