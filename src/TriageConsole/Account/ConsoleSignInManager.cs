using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>The sign-in manager of Identity with sessions in the database. Rejects disabled people.</summary>
public sealed class ConsoleSignInManager(
    UserManager<AppUser> users,
    IHttpContextAccessor contextAccessor,
    IUserClaimsPrincipalFactory<AppUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<AppUser>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<AppUser> confirmation,
    SessionService sessions,
    IServiceScopeFactory scopes
) : SignInManager<AppUser>(users, contextAccessor, claims, options, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(AppUser user) => user.DisabledAt is null && await base.CanSignInAsync(user);

    /// <summary>
    /// Signs in a person who proved their identity by a password or a link. False if the account also needs a code of the second factor:
    /// then a short-lived cookie remembers the person for the page that asks for it.
    /// </summary>
    public async Task<bool> StartAsync(AppUser user) => (await SignInOrTwoFactorAsync(user, isPersistent: true)).Succeeded;

    /// <inheritdoc cref="StartAsync(AppUser)"/>
    public async Task<bool> StartAsync(long userId)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await FreshAsync(scope, userId) is not { } user || await StartAsync(user);
    }

    /// <summary>Signs in after the second factor was checked.</summary>
    public async Task FinishTwoFactorAsync(AppUser user)
    {
        await Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await SignInWithClaimsAsync(user, new AuthenticationProperties { IsPersistent = true }, [new Claim("amr", "mfa")]);
    }

    /// <summary>Signs this browser in again after the person changed their own password or second factor.</summary>
    public async Task SignInAgainAsync(long userId)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await FreshAsync(scope, userId) is { } user)
            await SignInAsync(user, isPersistent: true);
    }

    /// <summary>Reads the account again, because its security stamp can have changed since it was loaded.</summary>
    private async Task<AppUser?> FreshAsync(AsyncServiceScope scope, long userId)
    {
        var fresh = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = await fresh.FindByIdAsync(userId.ToString(CultureInfo.InvariantCulture));
        return user is not null && await CanSignInAsync(user) ? user : null;
    }

    public override async Task SignInWithClaimsAsync(
        AppUser user,
        AuthenticationProperties? authenticationProperties,
        IEnumerable<Claim> additionalClaims
    )
    {
        // End the session of the previous user of this browser.
        if (Context.User.SessionId() is { } earlier)
            await sessions.EndAsync(earlier);
        var session = await sessions.StartAsync(user, BrowserName.Of(Context.Request.Headers.UserAgent));
        await base.SignInWithClaimsAsync(
            user,
            authenticationProperties,
            additionalClaims.Append(new Claim(SessionService.Claim, session.ToString("N")))
        );
    }

    /// <summary>Ends the session in the database, not only the cookie.</summary>
    public override async Task SignOutAsync()
    {
        if (Context.User.SessionId() is { } session)
            await sessions.EndAsync(session);
        await base.SignOutAsync();
    }
}
