using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>An API key in the list. It does not contain the secret, which is shown only at creation.</summary>
public sealed record ApiKeyRow(
    long Id,
    string TenantKey,
    string Name,
    string KeyId,
    ApiKeyKind Kind,
    IReadOnlyList<string> Scopes,
    string? DefaultWorkflow,
    IReadOnlyList<string> Origins,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt,
    KeyRate Rate,
    long RefusedRequests,
    DateTimeOffset? RefusedAt
);
