namespace TriageConsole.Features.Outcomes;

/// <summary>A slice's sums over all of the time looked at.</summary>
internal sealed record SliceRow(long SliceId, GroupSums Sums);
