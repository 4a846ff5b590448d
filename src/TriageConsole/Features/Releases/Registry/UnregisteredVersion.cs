namespace TriageConsole.Features.Releases.Registry;

/// <summary>A version that events name and that is not registered. LastSeenAt: the last day with interactions of it.</summary>
public sealed record UnregisteredVersion(
    string Version,
    bool IsRelease,
    long Interactions,
    DateTimeOffset LastSeenAt,
    VersionOutcome? Outcome = null
);
