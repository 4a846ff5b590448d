namespace TriageConsole.Features.Workflows;

/// <summary>A person who can own a workflow.</summary>
public sealed record WorkflowOwner(long Id, string Name);
