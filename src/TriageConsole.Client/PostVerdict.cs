namespace TriageConsole.Client;

/// <summary>What the answer to a request means for its events.</summary>
internal enum PostVerdict
{
    /// <summary>The server has stored them.</summary>
    Stored,

    /// <summary>The server is unreachable, busy or slow: send them again.</summary>
    Again,

    /// <summary>The server failed: send them again a few times.</summary>
    ServerError,

    /// <summary>Send fewer events at once.</summary>
    TooLarge,

    /// <summary>The server will not accept them.</summary>
    Refused,
}
