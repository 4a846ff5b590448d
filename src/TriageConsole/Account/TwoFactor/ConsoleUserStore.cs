using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account.TwoFactor;

/// <summary>
/// The store of Identity, with secrets of the second factor that nobody can use who reads the database: the key is encrypted, and of
/// recovery codes only the SHA-256 is stored.
/// </summary>
internal sealed class ConsoleUserStore(
    TriageDbContext context,
    IDataProtectionProvider protection,
    IdentityErrorDescriber? describer = null
) : UserOnlyStore<AppUser, TriageDbContext, long>(context, describer)
{
    private readonly IDataProtector protector = protection.CreateProtector("two-factor key");

    public override async Task<string?> GetAuthenticatorKeyAsync(AppUser user, CancellationToken cancellationToken) =>
        await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { Length: > 0 } stored ? protector.Unprotect(stored) : null;

    public override Task SetAuthenticatorKeyAsync(AppUser user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, key.Length == 0 ? "" : protector.Protect(key), cancellationToken);

    public override Task ReplaceCodesAsync(AppUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(Hash), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(AppUser user, string code, CancellationToken cancellationToken)
    {
        // The base class would hash the remaining codes again.
        var (name, hash) = ("RecoveryCodes", Hash(code));
        var stored = await GetTokenAsync(user, "[AspNetUserStore]", name, cancellationToken) ?? "";
        var codes = stored.Split(';', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!codes.Remove(hash))
            return false;
        await SetTokenAsync(user, "[AspNetUserStore]", name, string.Join(';', codes), cancellationToken);
        return true;
    }

    // The codes are random with 50 bits, so a hash without salt and iterations is enough.
    private static string Hash(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant())));
}
