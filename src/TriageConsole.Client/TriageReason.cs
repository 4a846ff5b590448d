namespace TriageConsole.Client;

/// <summary>Why events did not reach the workflow.</summary>
public enum TriageReason
{
    /// <summary>Dropped: the queue was full, because the server is unreachable or slower than the application.</summary>
    QueueFull,

    /// <summary>Dropped: the server refused the request (a status from 400 to 499, except 408, 413 and 429).</summary>
    Refused,

    /// <summary>Dropped: the server answered 500 to the same events several times.</summary>
    ServerError,

    /// <summary>Dropped: the event is larger than the server accepts.</summary>
    TooLarge,

    /// <summary>Dropped: the event could not be written as JSON, for example because a collection was changed after the call.</summary>
    Unreadable,

    /// <summary>Dropped: the time limit ended when the client was disposed, or the event came later.</summary>
    Disposed,

    /// <summary>Not dropped: the server stored the event in quarantine, because it cannot be joined to an outcome or is invalid.</summary>
    Quarantined,
}
