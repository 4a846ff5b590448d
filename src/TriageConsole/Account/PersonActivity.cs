using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Account;

/// <summary>Records when people were last active, for the list of people.</summary>
public sealed class PersonActivity(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    /// <summary>A more exact time would be a write with every click.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(5);

    public async Task SeenAsync(long userId, DateTimeOffset? before, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        if (before > now - Precision)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(s => s.SetProperty(u => u.LastSeenAt, now), cancellationToken);
    }
}
