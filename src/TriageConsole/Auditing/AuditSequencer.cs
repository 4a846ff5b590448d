using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.AuditLog;
using TriageConsole.Data;
using TriageConsole.Data.AuditLog;
using TriageConsole.Data.Providers;

namespace TriageConsole.Auditing;

/// <summary>
/// Gives waiting actions their numbers and links them. Several instances can run it at once: a number exists once, so the second one fails
/// and reads again.
/// </summary>
public sealed class AuditSequencer(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements)
{
    private const int BatchSize = 500;

    /// <summary>Moves all waiting actions into the log.</summary>
    /// <returns>The number of entries that this call added.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var added = 0;
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                var count = await BatchAsync(db, cancellationToken);
                added += count ?? 0;
                if (count < BatchSize)
                    return added;
            }
            catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
            {
                // Another instance gave these numbers.
            }
        }
    }

    /// <summary>The number of entries; null if another instance was faster.</summary>
    private static async Task<int?> BatchAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var waiting = await db.AuditRecords.AsNoTracking().OrderBy(r => r.Id).Take(BatchSize).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
            return 0;
        var ids = waiting.ConvertAll(r => r.Id);
        var tenantIds = waiting.Select(r => r.TenantId).Distinct().ToList();
        var tenants = await db.Tenants.Where(t => tenantIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Key, cancellationToken);
        var last = await db
            .AuditLog.OrderByDescending(r => r.Number)
            .Select(r => new { r.Number, r.Hash })
            .FirstOrDefaultAsync(cancellationToken);
        var (number, previous) = (last?.Number ?? 0, last?.Hash ?? AuditEntry.NoEntry());
        foreach (var record in waiting)
        {
            var row = new AuditLogRow
            {
                Number = ++number,
                At = record.At,
                // A tenant that is deleted meanwhile is named by its id.
                Tenant = record.TenantId is { } id ? tenants.GetValueOrDefault(id, $"tenant {id}") : null,
                Actor = record.Actor,
                Action = record.Action,
                Subject = record.Subject,
                Details = record.Details,
                Previous = previous,
                Hash = [],
            };
            row.Hash = previous = Entry(row).Hash();
            db.AuditLog.Add(row);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        // Fewer rows: another instance moved some of them and committed between the two reads.
        if (await db.AuditRecords.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken) < waiting.Count)
            return null;
        await transaction.CommitAsync(cancellationToken);
        return waiting.Count;
    }

    internal static AuditEntry Entry(AuditLogRow row) =>
        new(row.Number, row.At, row.Tenant, row.Actor, row.Action, row.Subject, row.Details, row.Previous);
}
