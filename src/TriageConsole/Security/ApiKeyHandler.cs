using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace TriageConsole.Security;

/// <summary>
/// Authenticates applications by <c>Authorization: Bearer tck_…</c> or <c>X-Api-Key: tck_…</c>. Failures are ProblemDetails, never
/// redirects.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyService keys,
    ApiKeyCache cache
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Presented(Request) is not { } presented)
            return AuthenticateResult.NoResult();
        var principal =
            Context.GetEndpoint()?.Metadata.GetMetadata<ServedFromMemory>() is not null
                ? await cache.VerifyAsync(presented, Context.RequestAborted)
            : await keys.VerifyAsync(presented, Context.RequestAborted) is { } key ? PrincipalOf(key)
            : null;
        return principal is null
            ? AuthenticateResult.Fail("The key is unknown, revoked or expired.")
            : AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }

    internal static ClaimsPrincipal PrincipalOf(VerifiedKey key)
    {
        var identity = new ClaimsIdentity(SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, key.KeyId));
        identity.AddClaim(new Claim(ApiCaller.TenantIdClaim, key.TenantId.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(ApiCaller.TenantKeyClaim, key.TenantKey));
        foreach (var scope in key.Scopes.Split(','))
            identity.AddClaim(new Claim(ApiScopes.ClaimType, scope));
        return new ClaimsPrincipal(identity);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(
            Context,
            StatusCodes.Status401Unauthorized,
            Presented(Request) is null ? "Send an API key: Authorization: Bearer tck_…" : "The API key is unknown, revoked or expired."
        );
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "The API key lacks the scope that this endpoint requires.");

    internal static string? Presented(HttpRequest request)
    {
        const string bearer = "Bearer ";
        if (request.Headers.Authorization.ToString() is { } value && value.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            return value[bearer.Length..].Trim();
        return request.Headers.TryGetValue("X-Api-Key", out var key) && key.Count > 0 ? key.ToString().Trim() : null;
    }
}
