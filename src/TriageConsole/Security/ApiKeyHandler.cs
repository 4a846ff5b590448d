using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using TriageConsole.Security.Tokens;

namespace TriageConsole.Security;

/// <summary>
/// Authenticates applications by <c>Authorization: Bearer tck_…</c> (a personal access token: <c>tcp_…</c>), <c>X-Api-Key: tck_…</c>, or
/// Basic with the public part of the key as user name and the key as password (Langfuse clients). Failures are ProblemDetails, never
/// redirects.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyService keys,
    PersonalTokenService tokens,
    ApiKeyCache cache
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Presented(Request) is not { } presented)
            return AuthenticateResult.NoResult();
        var principal =
            // Never from the cache: a removed role is effective at once.
            PersonalTokenService.IsToken(presented)
                ? await tokens.VerifyAsync(presented, Context.RequestAborted) is { } token
                    ? PrincipalOf(token)
                    : null
                : Context.GetEndpoint()?.Metadata.GetMetadata<ServedFromMemory>() is not null
                    ? await cache.VerifyAsync(presented, Context.RequestAborted)
                    : await keys.VerifyAsync(presented, Context.RequestAborted) is { } key && IsAllowedFrom(key.Origins)
                        ? PrincipalOf(key)
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
        if (key.DefaultWorkflow is { } workflow)
            identity.AddClaim(new Claim(ApiCaller.DefaultWorkflowClaim, workflow));
        if (key.Rate.RequestsPerSecond is { } rate)
            identity.AddClaim(new Claim(ApiCaller.RateClaim, rate.ToString("R", CultureInfo.InvariantCulture)));
        if (key.Rate.Burst is { } burst)
            identity.AddClaim(new Claim(ApiCaller.BurstClaim, burst.ToString(CultureInfo.InvariantCulture)));
        foreach (var scope in key.Scopes.Split(','))
            identity.AddClaim(new Claim(ApiScopes.ClaimType, scope));
        return new ClaimsPrincipal(identity);
    }

    private static ClaimsPrincipal PrincipalOf(VerifiedToken token)
    {
        var principal = PrincipalOf(
            new VerifiedKey(token.TenantId, token.TenantKey, token.TokenId, token.Scopes, null, null, KeyRate.Default, null)
        );
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(ApiCaller.PersonIdClaim, token.Person.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(ApiCaller.PersonNameClaim, token.Person.Name));
        identity.AddClaim(new Claim(ApiCaller.PersonEmailClaim, token.Person.Email));
        return principal;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(
            Context,
            StatusCodes.Status401Unauthorized,
            Presented(Request) is not { } presented ? "Send an API key: Authorization: Bearer tck_…"
                : presented.StartsWith("tcb_", StringComparison.Ordinal)
                    ? "The browser key is unknown, revoked or expired, or the page's origin is not in its list."
                : PersonalTokenService.IsToken(presented)
                    ? "The personal access token is unknown, revoked or expired, or its account is disabled."
                : "The API key is unknown, revoked or expired."
        );
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(
            Context,
            StatusCodes.Status403Forbidden,
            Context.User.HasClaim(c => c.Type == ApiCaller.PersonIdClaim)
                ? "The token lacks the scope that this endpoint requires, or your roles no longer allow it."
                : "The API key lacks the scope that this endpoint requires."
        );

    internal static string? Presented(HttpRequest request)
    {
        const string bearer = "Bearer ";
        const string basic = "Basic ";
        var value = request.Headers.Authorization.ToString();
        if (value.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            return value[bearer.Length..].Trim();
        if (value.StartsWith(basic, StringComparison.OrdinalIgnoreCase))
            return OfBasic(value.AsSpan(basic.Length).Trim());
        return request.Headers.TryGetValue("X-Api-Key", out var key) && key.Count > 0 ? key.ToString().Trim() : null;
    }

    /// <summary>The password, if the user name is the public part of the same key. Anything else is presented as an empty key.</summary>
    private static string OfBasic(ReadOnlySpan<char> encoded)
    {
        Span<byte> bytes = stackalloc byte[300];
        if (encoded.Length > 400 || !Convert.TryFromBase64Chars(encoded, bytes, out var length))
            return "";
        var text = System.Text.Encoding.UTF8.GetString(bytes[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return "";
        var (user, password) = (text[..colon], text[(colon + 1)..]);
        return password.StartsWith(user + "_", StringComparison.Ordinal) ? password : "";
    }

    /// <summary>Browsers send the origin with every request of a page to another origin, and with every POST.</summary>
    private bool IsAllowedFrom(IReadOnlyCollection<string>? origins) =>
        origins is null || (Request.Headers.Origin is [{ } origin] && origins.Contains(origin, StringComparer.Ordinal));
}
