namespace TriageConsole.Features.Releases.Registry;

/// <summary>A version that traffic names and nobody registered.</summary>
public sealed record UnregisteredVersion(string Version, bool IsRelease, long Interactions, DateTimeOffset LastSeenAt);
