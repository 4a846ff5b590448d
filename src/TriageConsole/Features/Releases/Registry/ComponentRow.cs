using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>A registered component version in a list.</summary>
public sealed record ComponentRow(
    long Id,
    ComponentKind Kind,
    string Name,
    string Version,
    string ContentHash,
    string? Reference,
    string Message,
    string Author,
    string? Parent,
    string? Manifest,
    bool IsAdopted,
    DateTimeOffset CreatedAt,
    DateTimeOffset? WithdrawnAt,
    string WithdrawnReason,
    int Releases
);
