using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace TriageConsole.Security;

/// <summary>A key needs one of the scopes, or admin.</summary>
internal sealed class ScopeRequirement(string[] scopes) : AssertionRequirement(c => scopes.Any(s => ApiScopes.Allows(c.User, s)))
{
    public IReadOnlyList<string> Scopes { get; } = scopes;
}
