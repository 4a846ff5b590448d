using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account.Profile;

/// <summary>Changes the password of the signed-in person.</summary>
public sealed class OwnPassword(
    IDbContextFactory<TriageDbContext> contexts,
    UserManager<AppUser> users,
    ConsoleSignInManager signIn,
    SignInAttempts tries,
    TimeProvider time
)
{
    /// <summary>False for a person who signs in by links only.</summary>
    public async Task<bool> IsSetAsync(long userId) => (await FindAsync(userId))?.PasswordHash is not null;

    /// <summary>
    /// Null after the change; then all other sessions and outstanding links of the account have ended. Otherwise the reason of the refusal.
    /// Wrong current passwords count as attempts, so an unattended browser does not help to guess.
    /// </summary>
    public async Task<string?> ChangeAsync(long userId, string? current, string? password, string? again, IPAddress? from)
    {
        if (await FindAsync(userId) is not { } user)
            return "Your session has ended. Sign in again.";
        if (user.PasswordHash is { } hash)
        {
            var name = user.Email ?? "";
            if (await tries.CountAsync(name, from) is not (true, true))
                return "There were too many attempts. Wait 15 minutes.";
            if (users.PasswordHasher.VerifyHashedPassword(user, hash, current ?? "") == PasswordVerificationResult.Failed)
                return "The current password is wrong.";
            await tries.ForgiveAsync(name, from);
        }

        if (await NewPassword.CheckAsync(users, user, password, again) is { } refusal)
            return refusal;
        await using (var db = await contexts.CreateDbContextAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            if (!await SignInLinkService.LockAsync(db, userId, CancellationToken.None))
                return "Your session has ended. Sign in again.";
            await SignInLinkService.EndAsync(SignInLinkService.Outstanding(db, userId), time.GetUtcNow(), CancellationToken.None);
            await SignInLinkService.SetPasswordAsync(
                db,
                userId,
                users.PasswordHasher.HashPassword(user, password!),
                CancellationToken.None
            );
            await transaction.CommitAsync();
        }

        await signIn.SignInAgainAsync(userId);
        return null;
    }

    private Task<AppUser?> FindAsync(long userId) => users.FindByIdAsync(userId.ToString(CultureInfo.InvariantCulture));
}
