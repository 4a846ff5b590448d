using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.AuditLog;
using TriageConsole.Data.AuditLog;
using TriageConsole.Data.Providers;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Audit;

/// <summary>What the owner of the database can do in spite of the triggers.</summary>
internal static class AuditTampering
{
    /// <summary>Runs a statement without the trigger that protects the log.</summary>
    public static async Task RunAsync(TestApp app, string statement)
    {
        await using var db = app.Database.CreateContext();
        var isSqlServer = app.Database.Connection.Provider == DatabaseProvider.SqlServer;
        await db.Database.ExecuteSqlRawAsync(
            isSqlServer ? "DISABLE TRIGGER audit_log_stays ON audit_log" : "ALTER TABLE audit_log DISABLE TRIGGER audit_log_stays"
        );
        await db.Database.ExecuteSqlRawAsync(
            statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
        );
    }

    /// <summary>Changes entries, computes all hashes again, and deletes the checkpoints of the database.</summary>
    public static async Task ReplaceLogAsync(TestApp app, Action<AuditLogRow> change)
    {
        await using var db = app.Database.CreateContext();
        var rows = await db.AuditLog.AsNoTracking().OrderBy(r => r.Number).ToListAsync();
        var previous = AuditEntry.NoEntry();
        foreach (var row in rows)
        {
            change(row);
            row.Previous = previous;
            row.Hash = previous = AuditSequencer.Entry(row).Hash();
        }

        await RunAsync(app, "DELETE FROM audit_log");
        await RunAsync(app, "DELETE FROM audit_checkpoints");
        db.AuditLog.AddRange(rows);
        await db.SaveChangesAsync();
    }
}
