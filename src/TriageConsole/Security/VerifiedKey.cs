namespace TriageConsole.Security;

/// <summary>A key that is known and valid.</summary>
/// <param name="TenantId">Its tenant.</param>
/// <param name="TenantKey">The name of the tenant.</param>
/// <param name="KeyId">The public part of the key.</param>
/// <param name="Scopes">Comma-separated.</param>
/// <param name="ExpiresAt">When it expires; null: never.</param>
/// <param name="DefaultWorkflow">The workflow of telemetry that names none.</param>
/// <param name="Rate">Its own limit.</param>
/// <param name="Origins">The origins of a browser key; null for a secret key.</param>
internal sealed record VerifiedKey(
    long TenantId,
    string TenantKey,
    string KeyId,
    string Scopes,
    DateTimeOffset? ExpiresAt,
    string? DefaultWorkflow,
    KeyRate Rate,
    IReadOnlyCollection<string>? Origins
);
