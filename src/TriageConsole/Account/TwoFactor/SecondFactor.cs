using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Account.TwoFactor;

/// <summary>Removes the second factor of an account.</summary>
internal static class SecondFactor
{
    /// <summary>Deletes the key and the recovery codes. The new security stamp ends all sessions.</summary>
    public static async Task ForgetAsync(TriageDbContext db, long userId, CancellationToken cancellationToken)
    {
        var (stamp, concurrency) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.TwoFactorEnabled, false)
                        .SetProperty(u => u.SecurityStamp, stamp)
                        .SetProperty(u => u.ConcurrencyStamp, concurrency),
                cancellationToken
            );
        await db.UserTokens.Where(t => t.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }
}
