namespace TriageConsole.Features.Ingest.Bus;

/// <summary>The configured API key of a queue or topic cannot be used. Its messages wait until it can.</summary>
public sealed class BusKeyException(string source)
    : Exception($"The API key of '{source}' is unknown, revoked or expired, or lacks the scope for this content.");
