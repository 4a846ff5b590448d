namespace TriageConsole.Features.Ingest.Log;

/// <summary>A line that was quarantined, with its reason.</summary>
internal sealed record RefusedLine(string Reason, string Detail, byte[] Line);
