namespace TriageConsole.Features.Releases.Registry;

/// <summary>A component version in the API.</summary>
public sealed record ComponentAnswer(
    long Id,
    string Kind,
    string Name,
    string Version,
    string ContentHash,
    string? Reference,
    string Message,
    string Author,
    string? Parent,
    string? Manifest,
    bool Adopted,
    DateTimeOffset CreatedAt,
    DateTimeOffset? WithdrawnAt
)
{
    internal static ComponentAnswer Of(ComponentRow c) =>
        new(
            c.Id,
            c.Kind.Key(),
            c.Name,
            c.Version,
            c.ContentHash,
            c.Reference,
            c.Message,
            c.Author,
            c.Parent,
            c.Manifest,
            c.IsAdopted,
            c.CreatedAt,
            c.WithdrawnAt
        );
}
