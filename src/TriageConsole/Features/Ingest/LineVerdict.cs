namespace TriageConsole.Features.Ingest;

/// <summary>A quarantined line and its reason.</summary>
public sealed record LineVerdict(long Line, string Reason, string Detail);
