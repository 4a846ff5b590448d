using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.EventLog;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>The secret of the event log of this database, created when it is first needed and kept in memory.</summary>
public sealed class EventLogSecrets(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IDataProtectionProvider protection,
    TimeProvider time
)
{
    private readonly IDataProtector protector = protection.CreateProtector("event-log");
    private (string LogId, byte[] Secret)? known;

    /// <summary>The id of the log, and the secret from which the keys of persons are derived.</summary>
    public async Task<(string LogId, byte[] Secret)> GetAsync(CancellationToken cancellationToken)
    {
        if (known is { } found)
            return found;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row =
            await db.EventLogSecret.AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? await CreateAsync(db, cancellationToken);
        known = (row.LogId, Convert.FromBase64String(protector.Unprotect(row.Protected)));
        return known.Value;
    }

    private async Task<EventLogSecret> CreateAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var row = new EventLogSecret
        {
            LogId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)),
            Protected = protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            CreatedAt = time.GetUtcNow(),
        };
        db.EventLogSecret.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return row;
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another instance was first.
            db.ChangeTracker.Clear();
            return await db.EventLogSecret.AsNoTracking().SingleAsync(cancellationToken);
        }
    }
}
