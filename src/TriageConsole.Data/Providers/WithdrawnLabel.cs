namespace TriageConsole.Data.Providers;

/// <summary>A withdrawn label; the lease is null if the label had no slot (an extra label).</summary>
public sealed record WithdrawnLabel(long LabelId, ItemLease? Lease);
