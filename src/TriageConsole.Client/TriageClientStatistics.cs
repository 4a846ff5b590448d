namespace TriageConsole.Client;

/// <summary>Counts since the client was created.</summary>
public sealed record TriageClientStatistics
{
    /// <summary>Events that the application passed to the client.</summary>
    public required long Captured { get; init; }

    /// <summary>Events that the server has acknowledged, including those in quarantine.</summary>
    public required long Sent { get; init; }

    /// <summary>Events that wait in memory.</summary>
    public required long Waiting { get; init; }

    /// <summary>Dropped events.</summary>
    public required long Dropped { get; init; }

    /// <summary>Events of the server's quarantine. They are stored there and can be corrected.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Dropped and quarantined events by reason; only reasons that occurred.</summary>
    public required IReadOnlyDictionary<TriageReason, long> ByReason { get; init; }

    /// <summary>The last failure of a request; null after a successful one.</summary>
    public required string? LastFailure { get; init; }
}
