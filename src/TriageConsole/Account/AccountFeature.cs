using Microsoft.AspNetCore.Antiforgery;

namespace TriageConsole.Account;

internal static class AccountFeature
{
    /// <summary>Signing out changes something, so it is a POST with a token; anybody may.</summary>
    public static void MapAccount(this WebApplication app) =>
        app.MapPost("/account/sign-out", async (HttpContext context, IAntiforgery antiforgery, ConsoleSignInManager signIn) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
            await signIn.SignOutAsync();
            return Results.LocalRedirect("/account/sign-in");
        }).AllowAnonymous().ExcludeFromDescription();
}
