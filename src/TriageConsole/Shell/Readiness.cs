using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Shell;

/// <summary>Whether this instance can answer requests.</summary>
public sealed class Readiness(IDbContextFactory<TriageDbContext> contexts)
{
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken);
    }
}
