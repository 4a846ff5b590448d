namespace TriageConsole.Security.Tokens;

/// <summary>What a person enters to create a token.</summary>
public sealed record NewToken(string TenantKey, string Name, IReadOnlyCollection<string> Scopes, int Days);
