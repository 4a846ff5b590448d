using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TriageConsole.Account.SingleSignOn;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>
/// Signs in with a password. Every failure (no such account, no password yet, disabled, locked, wrong password) does the same work and
/// returns the same result, so neither text nor timing reveals which addresses have an account.
/// </summary>
public sealed class PasswordSignIn(
    UserManager<AppUser> users,
    IPasswordHasher<AppUser> hasher,
    ConsoleSignInManager signIn,
    SignInAttempts tries,
    IOptions<SingleSignOnOptions> singleSignOn
)
{
    private static readonly AppUser NoUser = new();
    private static string? decoy;

    public async Task<SignInStep> TryAsync(string? email, string? password, IPAddress? from)
    {
        email = (email ?? "").Trim();
        var (network, address) = await tries.CountAsync(email, from);
        // The result depends only on the attempts of the network. Skip the hash, or an attacker could cause unlimited work.
        if (!network)
            return SignInStep.Refused;
        decoy ??= hasher.HashPassword(NoUser, Guid.NewGuid().ToString());
        var user =
            email.Length > 256 || email.Any(c => char.IsControl(c) || char.IsSurrogate(c)) ? null : await users.FindByEmailAsync(email);
        var verified = hasher.VerifyHashedPassword(user ?? NoUser, user?.PasswordHash ?? decoy, password ?? "");
        if (verified == PasswordVerificationResult.Failed || !address || user?.PasswordHash is null || !await signIn.CanSignInAsync(user))
            return SignInStep.Refused;
        if (!singleSignOn.Value.AllowsPassword(user.Email))
            return SignInStep.Refused;
        await tries.ForgiveAsync(email, from);
        return await signIn.StartAsync(user) ? SignInStep.Done : SignInStep.NeedsCode;
    }
}
