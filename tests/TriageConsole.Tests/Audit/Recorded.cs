using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Tests.Audit;

/// <summary>What was recorded for the audit log, whether it has its number or waits for it.</summary>
internal static class Recorded
{
    /// <summary>Action, actor, subject and details of each, the oldest first.</summary>
    public static async Task<List<(string Action, string Actor, string Subject, string Details)>> AllAsync(TriageDbContext db)
    {
        var numbered = await db
            .AuditLog.OrderBy(r => r.Number)
            .Select(r => new
            {
                r.Action,
                r.Actor,
                r.Subject,
                r.Details,
            })
            .ToListAsync();
        var waiting = await db
            .AuditRecords.OrderBy(r => r.Id)
            .Select(r => new
            {
                r.Action,
                r.Actor,
                r.Subject,
                r.Details,
            })
            .ToListAsync();
        return [.. numbered.Concat(waiting).Select(r => (r.Action, r.Actor, r.Subject, r.Details))];
    }
}
