using System.Security.Claims;

namespace TriageConsole.Security;

/// <summary>The application that sent a request, with the tenant whose data it can access.</summary>
public sealed record ApiCaller(long TenantId, string TenantKey, string KeyId)
{
    internal const string TenantIdClaim = "tenant_id";
    internal const string TenantKeyClaim = "tenant_key";

    public static ApiCaller From(ClaimsPrincipal principal) =>
        new(
            long.Parse(
                principal.FindFirstValue(TenantIdClaim) ?? throw new AccessDeniedException("This endpoint requires an API key."),
                System.Globalization.CultureInfo.InvariantCulture
            ),
            principal.FindFirstValue(TenantKeyClaim)!,
            principal.FindFirstValue(ClaimTypes.NameIdentifier)!
        );

    /// <summary>Lets an endpoint declare a parameter <c>ApiCaller caller</c>.</summary>
    public static ValueTask<ApiCaller> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));
}
