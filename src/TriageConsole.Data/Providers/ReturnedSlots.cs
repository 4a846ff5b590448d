namespace TriageConsole.Data.Providers;

/// <summary>The number of slots of a workflow that were returned to the queue.</summary>
public sealed record ReturnedSlots(long WorkflowId, long Slots);
