using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>Records when people and their sessions were last active, for the list of people and for their own list of sessions.</summary>
public sealed class PersonActivity(IDbContextFactory<TriageDbContext> contexts, SessionService sessions, TimeProvider time)
{
    /// <summary>A more exact time would be a write with every click.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(5);

    /// <param name="userId">The person.</param>
    /// <param name="sessionId">The session of the browser.</param>
    /// <param name="before">The last recorded activity of the session.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public async Task SeenAsync(long userId, Guid sessionId, DateTimeOffset? before, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        if (before > now - Precision)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(s => s.SetProperty(u => u.LastSeenAt, now), cancellationToken);
        await sessions.SeenAsync(sessionId, now, cancellationToken);
    }
}
