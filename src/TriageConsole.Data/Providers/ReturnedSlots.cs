namespace TriageConsole.Data.Providers;

/// <summary>Slots of a workflow that went back to the queue.</summary>
public sealed record ReturnedSlots(long WorkflowId, long Slots);
