namespace TriageConsole.Security.Tokens;

/// <summary>A tenant in which a person can create tokens, with the scopes that their roles allow.</summary>
public sealed record TokenPlace(string TenantKey, IReadOnlyList<string> Scopes);
