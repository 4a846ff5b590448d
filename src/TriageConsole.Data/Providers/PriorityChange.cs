namespace TriageConsole.Data.Providers;

/// <summary>A new priority of a queue item.</summary>
/// <param name="Id">The queue item.</param>
/// <param name="InteractionId">Its interaction.</param>
/// <param name="OldPriority">The priority on which the new one is based.</param>
/// <param name="NewPriority">The new priority.</param>
/// <param name="Reason">The reason in words, at most 500 characters.</param>
public sealed record PriorityChange(long Id, long InteractionId, double OldPriority, double NewPriority, string Reason);
