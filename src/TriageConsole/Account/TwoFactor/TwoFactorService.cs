using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account.TwoFactor;

/// <summary>The second factor: codes of an authenticator app (RFC 6238), and recovery codes that work once.</summary>
public sealed class TwoFactorService(
    IDbContextFactory<TriageDbContext> contexts,
    UserManager<AppUser> users,
    IUserStore<AppUser> store,
    ConsoleSignInManager signIn,
    SignInAttempts tries,
    SessionService sessions,
    TimeProvider time
)
{
    public const string Refusal = "This code is not valid now. Enter the newest code of the app. After too many attempts, wait 15 minutes.";

    private const string Issuer = "Triage Console";
    private const int RecoveryCodes = 10;

    /// <summary>The second step of a sign-in, after the password or the link.</summary>
    public async Task<bool> SignInAsync(string? code, IPAddress? from)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
            return false;
        if (!await signIn.CanSignInAsync(user) || !await IsCodeAsync(user, code, from))
            return false;
        await signIn.FinishTwoFactorAsync(user);
        return true;
    }

    /// <summary>Whether the first step was done in this browser in the last minutes.</summary>
    public async Task<bool> IsStartedAsync() => await signIn.GetTwoFactorAuthenticationUserAsync() is not null;

    public async Task<bool> IsOnAsync(long userId) => await FindAsync(userId) is { TwoFactorEnabled: true };

    /// <summary>The key for the authenticator app. It takes effect after a first code.</summary>
    public async Task<TwoFactorKey?> PrepareAsync(long userId)
    {
        if (await FindAsync(userId) is not { TwoFactorEnabled: false } user)
            return null;
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrEmpty(key))
        {
            // The manager's own method would end all sessions, although nothing has changed yet.
            key = users.GenerateNewAuthenticatorKey();
            await Keys.SetAuthenticatorKeyAsync(user, key, CancellationToken.None);
            await users.UpdateAsync(user);
        }

        var account = Uri.EscapeDataString($"{Issuer}:{user.Email}");
        return new TwoFactorKey(key, $"otpauth://totp/{account}?secret={key}&issuer={Uri.EscapeDataString(Issuer)}&digits=6");
    }

    /// <summary>
    /// Switches the second factor on and returns the recovery codes, which cannot be read again. All other sessions end. Null if the code
    /// is wrong.
    /// </summary>
    public async Task<IReadOnlyList<string>?> TurnOnAsync(long userId, Guid sessionId, string? code, IPAddress? from)
    {
        if (await FindAsync(userId) is not { TwoFactorEnabled: false } user || !await IsCodeAsync(user, code, from))
            return null;
        await users.SetTwoFactorEnabledAsync(user, true);
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);
        // A new session would be valid from the next request only, and this one has to show the codes.
        await sessions.KeepAsync(sessionId, user);
        await using var db = await contexts.CreateDbContextAsync();
        Record(db, user, AuditActions.TwoFactorTurnedOn);
        await db.SaveChangesAsync();
        return [.. codes ?? []];
    }

    /// <summary>Switches it off and forgets the key. All other sessions end. False if the code is wrong.</summary>
    public async Task<bool> TurnOffAsync(long userId, string? code, IPAddress? from)
    {
        if (await FindAsync(userId) is not { TwoFactorEnabled: true } user || !await IsCodeAsync(user, code, from))
            return false;
        await using (var db = await contexts.CreateDbContextAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await SecondFactor.ForgetAsync(db, userId, CancellationToken.None);
            Record(db, user, AuditActions.TwoFactorTurnedOff);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        await signIn.SignInAgainAsync(userId);
        return true;
    }

    private void Record(TriageDbContext db, AppUser user, string action) =>
        AuditTrail.Add(db, time.GetUtcNow(), AuditActor.Person(user.Id, user.DisplayName), null, action, $"person/{user.Id}");

    private Task<AppUser?> FindAsync(long userId) => users.FindByIdAsync(userId.ToString(CultureInfo.InvariantCulture));

    private IUserAuthenticatorKeyStore<AppUser> Keys => (IUserAuthenticatorKeyStore<AppUser>)store;

    /// <summary>Counts the attempt. A code of the app works once, as RFC 6238 demands.</summary>
    private async Task<bool> IsCodeAsync(AppUser user, string? code, IPAddress? from)
    {
        if (!await tries.CountCodeAsync(user.Id, from))
            return false;
        var typed = (code ?? "").Replace(" ", "", StringComparison.Ordinal);
        var isRight =
            typed.Length is 6 && typed.All(char.IsAsciiDigit)
                ? await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, typed)
                    && await tries.UseCodeAsync(user.Id, typed)
                : user.TwoFactorEnabled
                    && typed.Length is > 6 and < 30
                    && (await users.RedeemTwoFactorRecoveryCodeAsync(user, typed)).Succeeded;
        if (isRight)
            await tries.ForgiveCodeAsync(user.Id, from);
        return isRight;
    }
}
