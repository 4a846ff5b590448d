namespace TriageConsole.Security.Tokens;

/// <summary>A personal access token that is valid, with the scopes that the roles of its person allow now; possibly none.</summary>
internal sealed record VerifiedToken(string TokenId, long TenantId, string TenantKey, string Scopes, CallingPerson Person);
