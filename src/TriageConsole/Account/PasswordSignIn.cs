using System.Net;
using Microsoft.AspNetCore.Identity;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>
/// Signing in with a password. Whatever is wrong (no such account, no password yet, disabled, locked, the wrong password), the same work is
/// done and the same is said, so that neither words nor time tell which addresses have an account.
/// </summary>
public sealed class PasswordSignIn(
    UserManager<AppUser> users,
    IPasswordHasher<AppUser> hasher,
    ConsoleSignInManager signIn,
    SignInTries tries
)
{
    private static readonly AppUser NoOne = new();
    private static string? decoy;

    public async Task<bool> TryAsync(string? email, string? password, IPAddress? from)
    {
        email = (email ?? "").Trim();
        var (network, address) = await tries.CountAsync(email, from);
        // Here the answer depends on nothing but the network's own tries; hashing for it would be work for an attacker to order.
        if (!network)
            return false;
        decoy ??= hasher.HashPassword(NoOne, Guid.NewGuid().ToString());
        var user =
            email.Length > 256 || email.Any(c => char.IsControl(c) || char.IsSurrogate(c)) ? null : await users.FindByEmailAsync(email);
        var verified = hasher.VerifyHashedPassword(user ?? NoOne, user?.PasswordHash ?? decoy, password ?? "");
        if (verified == PasswordVerificationResult.Failed || !address || user?.PasswordHash is null || !await signIn.CanSignInAsync(user))
            return false;
        await tries.ForgiveAsync(email, from);
        await signIn.SignInAsync(user, isPersistent: true);
        return true;
    }
}
