namespace TriageConsole.Features.Workflows;

/// <summary>A person who may own a workflow.</summary>
public sealed record WorkflowOwner(long Id, string Name);
