namespace TriageConsole.Features.Outcomes;

/// <summary>The sums of a slice over the whole span.</summary>
internal sealed record SliceRow(long SliceId, GroupSums Sums);
