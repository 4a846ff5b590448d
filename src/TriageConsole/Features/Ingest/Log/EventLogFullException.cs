namespace TriageConsole.Features.Ingest.Log;

/// <summary>Too many bytes wait for the object store. Nothing of the batch is stored.</summary>
public sealed class EventLogFullException()
    : Exception("The object store of the event log cannot be reached, and the space for waiting events is used up.")
{
    /// <summary>Seconds after which a sender should send the batch again.</summary>
    public const int RetrySeconds = 30;
}
