using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>A release's version of a component.</summary>
public sealed record ReleasePart(ComponentKind Kind, string Name, string Version, long ComponentId, bool IsWithdrawn);
