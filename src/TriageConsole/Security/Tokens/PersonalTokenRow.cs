namespace TriageConsole.Security.Tokens;

/// <summary>A personal access token in a list. It does not contain the secret, which is shown only at creation.</summary>
public sealed record PersonalTokenRow(
    long Id,
    string TenantKey,
    string Person,
    string Email,
    string Name,
    string TokenId,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt
)
{
    public bool IsLive(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;
}
