using System.Security.Claims;

namespace TriageConsole.Security;

/// <summary>The application that sent a request, with the tenant whose data it can access.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="TenantKey">The name of the tenant.</param>
/// <param name="KeyId">The public part of the key.</param>
public sealed record ApiCaller(long TenantId, string TenantKey, string KeyId)
{
    internal const string TenantIdClaim = "tenant_id";
    internal const string TenantKeyClaim = "tenant_key";
    internal const string DefaultWorkflowClaim = "default_workflow";

    /// <summary>The workflow of telemetry that names none; null: the name of its service.</summary>
    public string? DefaultWorkflow { get; init; }

    /// <summary>Whether the key can send events of all kinds, not only feedback of end users.</summary>
    public bool MayIngest { get; init; }

    public static ApiCaller From(ClaimsPrincipal principal) =>
        new(
            long.Parse(
                principal.FindFirstValue(TenantIdClaim) ?? throw new AccessDeniedException("This endpoint requires an API key."),
                System.Globalization.CultureInfo.InvariantCulture
            ),
            principal.FindFirstValue(TenantKeyClaim)!,
            principal.FindFirstValue(ClaimTypes.NameIdentifier)!
        )
        {
            DefaultWorkflow = principal.FindFirstValue(DefaultWorkflowClaim),
            MayIngest = ApiScopes.Allows(principal, ApiScopes.Ingest),
        };

    /// <summary>Lets an endpoint declare a parameter <c>ApiCaller caller</c>.</summary>
    public static ValueTask<ApiCaller> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));
}
