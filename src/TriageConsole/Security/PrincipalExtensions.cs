using System.Security.Claims;

namespace TriageConsole.Security;

public static class PrincipalExtensions
{
    /// <summary>The session id in the cookie.</summary>
    public static Guid? SessionId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SessionService.Claim), out var id) ? id : null;

    /// <summary>The id of a signed-in person. Null for anonymous users and for API keys.</summary>
    public static long? PersonId(this ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true }
        && principal.Identity.AuthenticationType != ApiKeyHandler.SchemeName
        && long.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? id
            : null;
}
