namespace TriageConsole.Data.Providers;

/// <summary>A withdrawn label; the lease is null where the label held no slot (an extra opinion).</summary>
public sealed record WithdrawnLabel(long LabelId, ItemLease? Lease);
