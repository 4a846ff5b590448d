using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace TriageConsole.Account.SingleSignOn;

/// <summary>Signs a browser in with the identity that the provider has confirmed.</summary>
public sealed class SingleSignOnSignIn(
    SingleSignOnAccounts accounts,
    ConsoleSignInManager signIn,
    UserManager<Data.Access.AppUser> users,
    IOptions<SingleSignOnOptions> options,
    IHttpContextAccessor contexts
)
{
    public async Task<SingleSignOnResult> SignInAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (SingleSignOnIdentity.Of(principal, options.Value) is not { } identity)
            return SingleSignOnResult.Failed;
        var (result, userId) = await accounts.EnterAsync(identity, cancellationToken);
        if (result != SingleSignOnResult.Done)
            return result;
        // The answer of the provider arrives before authentication. The earlier session of this browser ends, as with a password.
        var context = contexts.HttpContext!;
        if ((await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal is { } earlier)
            context.User = earlier;
        if (!identity.HasSecondFactor)
            return await signIn.StartAsync(userId) ? SingleSignOnResult.Done : SingleSignOnResult.NeedsCode;
        var user = await users.FindByIdAsync(userId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (user is null || !await signIn.CanSignInAsync(user))
            return SingleSignOnResult.Disabled;
        await signIn.FinishTwoFactorAsync(user);
        return SingleSignOnResult.Done;
    }
}
