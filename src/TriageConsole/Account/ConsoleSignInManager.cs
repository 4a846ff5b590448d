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

    /// <summary>Reads the account again, because its security stamp can have changed since it was loaded.</summary>
    public async Task SignInAsync(long userId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var fresh = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        if (await fresh.FindByIdAsync(userId.ToString(CultureInfo.InvariantCulture)) is { } user && await CanSignInAsync(user))
            await SignInAsync(user, isPersistent: true);
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
        var session = await sessions.StartAsync(user);
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
