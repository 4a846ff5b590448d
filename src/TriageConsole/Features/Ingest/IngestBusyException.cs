namespace TriageConsole.Features.Ingest;

/// <summary>Too much at once: nothing of what was being sent is kept, and sending it again in a moment helps.</summary>
public sealed class IngestBusyException(string message) : Exception(message);
