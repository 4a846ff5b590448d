using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

/// <summary>An API key without its secret.</summary>
/// <param name="Key">The public part of the key; a browser key as a whole.</param>
/// <param name="Name">The application.</param>
/// <param name="Scopes">What the key may do.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it expires; null: never.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="LastUsedAt">When it was last used, within a minute.</param>
/// <param name="RequestsPerSecond">Its own limit; null: the default.</param>
/// <param name="Burst">Its own burst; null: the default.</param>
/// <param name="RefusedRequests">Requests that got 429.</param>
/// <param name="RefusedAt">When the last of them were counted.</param>
public sealed record KeyAnswer(
    string Key,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt,
    double? RequestsPerSecond,
    int? Burst,
    long RefusedRequests,
    DateTimeOffset? RefusedAt
)
{
    internal static KeyAnswer Of(ApiKeyRow row) =>
        new(
            row.KeyId,
            row.Name,
            row.Scopes,
            row.CreatedAt,
            row.ExpiresAt,
            row.RevokedAt,
            row.LastUsedAt,
            row.Rate.RequestsPerSecond,
            row.Rate.Burst,
            row.RefusedRequests,
            row.RefusedAt
        );
}
