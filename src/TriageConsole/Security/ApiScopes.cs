using System.Security.Claims;

namespace TriageConsole.Security;

/// <summary>What a key may be allowed to do.</summary>
public static class ApiScopes
{
    public const string ClaimType = "scope";
    public const string Ingest = "ingest";
    public const string Read = "read";
    public const string Label = "label";
    public const string Release = "release";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Ingest, Read, Label, Release, Admin];

    /// <summary>The scope itself, or admin, which implies all.</summary>
    public static bool Allows(ClaimsPrincipal principal, string scope) =>
        principal.HasClaim(ClaimType, scope) || principal.HasClaim(ClaimType, Admin);

    /// <summary>The known scopes among the names, in their order; throws for an unknown one and for none.</summary>
    public static string Normalize(IEnumerable<string> scopes)
    {
        var asked = scopes.Select(s => s.Trim()).Where(s => s.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (asked.FirstOrDefault(s => !All.Contains(s, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ArgumentException($"There is no scope '{unknown}'. Scopes are: {string.Join(", ", All)}.", nameof(scopes));
        if (asked.Count == 0)
            throw new ArgumentException($"A key needs a scope at least: {string.Join(", ", All)}.", nameof(scopes));
        return string.Join(',', All.Where(asked.Contains));
    }
}

/// <summary>The application behind a request: whose data it may touch.</summary>
public sealed record ApiCaller(long TenantId, string TenantKey, string KeyId)
{
    internal const string TenantIdClaim = "tenant_id";
    internal const string TenantKeyClaim = "tenant_key";

    public static ApiCaller From(ClaimsPrincipal principal) =>
        new(
            long.Parse(
                principal.FindFirstValue(TenantIdClaim) ?? throw new AccessDeniedException("An API key is needed here."),
                System.Globalization.CultureInfo.InvariantCulture
            ),
            principal.FindFirstValue(TenantKeyClaim)!,
            principal.FindFirstValue(ClaimTypes.NameIdentifier)!
        );

    /// <summary>Lets an endpoint take an <c>ApiCaller caller</c> parameter.</summary>
    public static ValueTask<ApiCaller> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));
}
