namespace TriageConsole.Features.Ingest.Log;

/// <summary>A line that was quarantined: its reason, its redacted text, and the hash that identifies it.</summary>
internal sealed record RefusedLine(string Reason, string Detail, string Line, string ContentHash);
