using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Security.Tokens;

namespace TriageConsole.Account;

/// <summary>Disables and enables accounts, in the transaction of the caller.</summary>
internal static class DisabledAccounts
{
    /// <summary>
    /// The first statement locks the row of the account. Its sessions and its personal access tokens end, and do not return when it is
    /// enabled again. The caller saves the entry of the audit log and ends the open pages.
    /// </summary>
    public static async Task SetAsync(
        TriageDbContext db,
        long userId,
        bool disabled,
        AuditActor actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (at, stamp) = (disabled ? now : (DateTimeOffset?)null, Guid.NewGuid().ToString("N"));
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, at).SetProperty(u => u.SecurityStamp, stamp), cancellationToken);
        if (disabled)
            await PersonalTokenService.RevokeAllAsync(db, userId, now, cancellationToken);
        AuditTrail.Add(db, now, actor, null, disabled ? AuditActions.AccountDisabled : AuditActions.AccountEnabled, $"person/{userId}");
    }
}
