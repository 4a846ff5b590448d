using Microsoft.AspNetCore.Antiforgery;
using TriageConsole.Account.Provisioning;
using TriageConsole.Account.SingleSignOn;
using TriageConsole.Security;

namespace TriageConsole.Account;

internal static class AccountFeature
{
    /// <summary>Sign-out changes state, so it is a POST with an antiforgery token. It is open to everyone.</summary>
    public static void MapAccount(this WebApplication app)
    {
        app.MapSingleSignOn();
        app.MapProvisioning();
        app.MapPost(
                "/account/sign-out",
                async (HttpContext context, IAntiforgery antiforgery, ConsoleSignInManager signIn) =>
                {
                    // The session has already ended, so only redirect.
                    if (context.User.PersonId() is null)
                        return Results.LocalRedirect("/account/sign-in");
                    if (!await antiforgery.IsRequestValidAsync(context))
                        return Results.BadRequest();
                    await signIn.SignOutAsync();
                    return Results.LocalRedirect("/account/sign-in");
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }
}
