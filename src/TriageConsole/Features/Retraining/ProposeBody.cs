namespace TriageConsole.Features.Retraining;

/// <summary>A request to propose a retraining.</summary>
/// <param name="Workflow">Key of the workflow.</param>
/// <param name="Pattern">Id of the pattern.</param>
/// <param name="Repair">prompt, retrieval or fine_tune; without it, what the pattern needs.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeBody(string? Workflow, long Pattern, string? Repair, string? Reason);
