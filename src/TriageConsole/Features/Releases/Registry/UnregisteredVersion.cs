using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>A version that traffic names and nobody registered.</summary>
public sealed record UnregisteredVersion(string Version, bool IsRelease, long Interactions, DateTimeOffset LastSeenAt);
