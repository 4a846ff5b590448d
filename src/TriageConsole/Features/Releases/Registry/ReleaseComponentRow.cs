using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>A component of a release with its origin.</summary>
public sealed record ReleaseComponentRow(
    long Id,
    ComponentKind Kind,
    string Name,
    string Version,
    string? Content,
    string? Reference,
    string ContentHash,
    string Message,
    string Author,
    DateTimeOffset CreatedAt,
    string? Parent,
    string? Manifest,
    bool IsAdopted,
    DateTimeOffset? WithdrawnAt,
    string WithdrawnReason,
    ComponentOrigin? Origin = null
);
