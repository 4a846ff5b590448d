using System.Security.Claims;

namespace TriageConsole.Security;

/// <summary>The scopes of API keys.</summary>
public static class ApiScopes
{
    public const string ClaimType = "scope";
    public const string Ingest = "ingest";
    public const string Read = "read";
    public const string Label = "label";
    public const string Release = "release";
    public const string Admin = "admin";

    /// <summary>Sending feedback of end users, and nothing else. Browser keys have only this scope.</summary>
    public const string Feedback = "feedback";

    public static IReadOnlyList<string> All { get; } = [Ingest, Read, Label, Release, Admin, Feedback];

    /// <summary>Whether the principal has the scope, or the admin scope, which implies all.</summary>
    public static bool Allows(ClaimsPrincipal principal, string scope) =>
        principal.HasClaim(ClaimType, scope) || principal.HasClaim(ClaimType, Admin);

    /// <summary>Returns the scopes in canonical order. Throws for an unknown scope and for an empty list.</summary>
    public static string Normalize(IEnumerable<string> scopes)
    {
        var requested = scopes.Select(s => s.Trim()).Where(s => s.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (requested.FirstOrDefault(s => !All.Contains(s, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ArgumentException($"There is no scope '{unknown}'. Scopes are: {string.Join(", ", All)}.", nameof(scopes));
        if (requested.Count == 0)
            throw new ArgumentException($"A key needs at least one scope: {string.Join(", ", All)}.", nameof(scopes));
        return string.Join(',', All.Where(requested.Contains));
    }
}
