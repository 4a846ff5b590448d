using TriageConsole.Data.Access;

namespace TriageConsole.Security.Tokens;

/// <summary>Which scopes of the API the roles of a person allow.</summary>
internal static class TokenScopes
{
    /// <summary>
    /// The scopes in a tenant. The API reads and writes whole tenants, so a role on a single workflow allows none.
    /// </summary>
    public static IReadOnlyList<string> Of(PersonAccess access, long tenantId) =>
        [.. ApiScopes.All.Where(scope => RolesFor(scope).All(role => access.Has(role, tenantId, null)))];

    /// <summary>Those of the token that the current roles still allow.</summary>
    public static string Effective(string scopes, PersonAccess access, long tenantId) =>
        string.Join(',', scopes.Split(',').Intersect(Of(access, tenantId), StringComparer.Ordinal));

    /// <summary>All of them: one scope opens endpoints whose pages need different roles.</summary>
    private static Role[] RolesFor(string scope) =>
        scope switch
        {
            ApiScopes.Read or ApiScopes.Label => [Role.Lead],
            ApiScopes.Release => [Role.Lead, Role.Approver],
            _ => [Role.Admin],
        };
}
