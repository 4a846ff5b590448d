namespace TriageConsole.Features.Ingest;

/// <summary>The server is at its limit. Nothing of the current batch is stored, and a later retry can succeed.</summary>
public sealed class IngestBusyException(string message) : Exception(message);
