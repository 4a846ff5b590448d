using Microsoft.AspNetCore.Antiforgery;
using TriageConsole.Security;

namespace TriageConsole.Account;

internal static class AccountFeature
{
    /// <summary>Signing out changes something, so it is a POST with a token; anybody may.</summary>
    public static void MapAccount(this WebApplication app) =>
        app.MapPost(
                "/account/sign-out",
                async (HttpContext context, IAntiforgery antiforgery, ConsoleSignInManager signIn) =>
                {
                    // A session that has ended already needs no more than the way back.
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
