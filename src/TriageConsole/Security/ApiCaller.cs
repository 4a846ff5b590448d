using System.Globalization;
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
    internal const string RateClaim = "requests_per_second";
    internal const string BurstClaim = "burst";
    internal const string PersonIdClaim = "person_id";
    internal const string PersonNameClaim = "person_name";
    internal const string PersonEmailClaim = "person_email";

    /// <summary>The workflow of telemetry that names none; null: the name of its service.</summary>
    public string? DefaultWorkflow { get; init; }

    /// <summary>Whether the key can send events of all kinds, not only feedback of end users.</summary>
    public bool MayIngest { get; init; }

    /// <summary>Whether the key is one of those that everybody can read: it sends feedback and no other events.</summary>
    public bool IsFeedbackOnly { get; init; }

    /// <summary>The person as whom the application acts; null for an API key.</summary>
    public CallingPerson? Person { get; init; }

    /// <summary>The caller in words, for what is recorded with data.</summary>
    public string Name => Person is { } person ? $"{person.Name} (token {KeyId})" : $"API key {KeyId}";

    /// <summary>The limit of the key.</summary>
    public KeyRate Rate { get; init; } = KeyRate.Default;

    public static ApiCaller From(ClaimsPrincipal principal) =>
        new(
            long.Parse(
                principal.FindFirstValue(TenantIdClaim) ?? throw new AccessDeniedException("This endpoint requires an API key."),
                CultureInfo.InvariantCulture
            ),
            principal.FindFirstValue(TenantKeyClaim)!,
            principal.FindFirstValue(ClaimTypes.NameIdentifier)!
        )
        {
            DefaultWorkflow = principal.FindFirstValue(DefaultWorkflowClaim),
            Person = principal.FindFirstValue(PersonIdClaim) is { } person
                ? new CallingPerson(
                    long.Parse(person, CultureInfo.InvariantCulture),
                    principal.FindFirstValue(PersonNameClaim) ?? "",
                    principal.FindFirstValue(PersonEmailClaim) ?? ""
                )
                : null,
            MayIngest = ApiScopes.Allows(principal, ApiScopes.Ingest),
            IsFeedbackOnly = principal.HasClaim(ApiScopes.ClaimType, ApiScopes.Feedback) && !ApiScopes.Allows(principal, ApiScopes.Ingest),
            Rate = new KeyRate(
                principal.FindFirstValue(RateClaim) is { } rate ? double.Parse(rate, CultureInfo.InvariantCulture) : null,
                principal.FindFirstValue(BurstClaim) is { } burst ? int.Parse(burst, CultureInfo.InvariantCulture) : null
            ),
        };

    /// <summary>Lets an endpoint declare a parameter <c>ApiCaller caller</c>.</summary>
    public static ValueTask<ApiCaller> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));
}
