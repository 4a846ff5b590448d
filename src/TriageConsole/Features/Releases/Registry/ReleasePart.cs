using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>The version of a component in a release.</summary>
public sealed record ReleasePart(ComponentKind Kind, string Name, string Version, long ComponentId, bool IsWithdrawn);
