namespace TriageConsole.Data.Providers;

/// <summary>A skip that was the last action; the lease is null if the slot was given to another labeler.</summary>
public sealed record WithdrawnSkip(ItemLease? Lease);
