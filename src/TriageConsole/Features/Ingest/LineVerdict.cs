namespace TriageConsole.Features.Ingest;

/// <summary>A line that was quarantined, and why.</summary>
public sealed record LineVerdict(long Line, string Reason, string Detail);
