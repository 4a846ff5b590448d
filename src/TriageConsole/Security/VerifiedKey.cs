namespace TriageConsole.Security;

internal sealed record VerifiedKey(long TenantId, string TenantKey, string KeyId, string Scopes, DateTimeOffset? ExpiresAt);
