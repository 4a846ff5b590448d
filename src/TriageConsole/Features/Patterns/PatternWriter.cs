using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Patterns;

/// <summary>Writes the findings of a search in the transaction of the context.</summary>
internal sealed class PatternWriter(TriageDbContext db, IProviderStatements statements, WorkflowFindings findings)
{
    /// <summary>The maximum number of stored failures per pattern; the latest are kept.</summary>
    private const int MaxMembers = 20_000;

    private const int Chunk = 5_000;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var (pattern, _, _) in findings.Patterns.Where(p => p.Pattern.Id == 0))
            db.FailurePatterns.Add(pattern);
        await db.SaveChangesAsync(cancellationToken);
        var ids = findings.Patterns.Select(p => p.Pattern.Id).ToArray();
        await WriteDaysAsync(ids, cancellationToken);
        await WriteMembersAsync(ids, cancellationToken);
    }

    /// <summary>Days before the period of this search stay unchanged.</summary>
    private async Task WriteDaysAsync(long[] ids, CancellationToken cancellationToken)
    {
        var times = findings.Rows.Where(r => r.TimeIsReal).Select(r => r.Timestamp).ToList();
        if (times.Count == 0)
            return;
        var from = DateOnly.FromDateTime(times.Min().UtcDateTime);
        await db.PatternDays.Where(d => ids.Contains(d.PatternId) && d.Day >= from).ExecuteDeleteAsync(cancellationToken);
        var days =
            from p in findings.Patterns
            from row in p.Held.Where(r => findings.Rows[r].TimeIsReal)
            group row by (p.Pattern.Id, Day: DateOnly.FromDateTime(findings.Rows[row].Timestamp.UtcDateTime)) into g
            select new PatternDay
            {
                PatternId = g.Key.Id,
                Day = g.Key.Day,
                Interactions = g.LongCount(),
                Failures = g.LongCount(findings.Failed),
            };
        await statements.BulkLoadAsync(db, days.ToList(), cancellationToken);
    }

    /// <summary>Members that ingest added after the rows were read stay.</summary>
    private async Task WriteMembersAsync(long[] ids, CancellationToken cancellationToken)
    {
        var through = findings.ThroughId;
        await db.PatternMembers.Where(m => ids.Contains(m.PatternId) && m.InteractionId <= through).ExecuteDeleteAsync(cancellationToken);
        var members = findings.Patterns.SelectMany(p =>
            p.Held.Where(findings.Failed)
                .Select(r => findings.Rows[r].Id)
                .OrderDescending()
                .Take(MaxMembers)
                .Select(id => new PatternMember { PatternId = p.Pattern.Id, InteractionId = id })
        );
        await statements.BulkLoadAsync(db, members.ToList(), cancellationToken);
    }

    /// <summary>
    /// Writes changed error classes after the transaction of the patterns, in chunks. Interactions are locked in the same order as ingest
    /// locks them.
    /// </summary>
    public async Task WriteClassesAsync(CancellationToken cancellationToken)
    {
        var changed = findings
            .Rows.Zip(findings.Classes, (row, c) => (row.Id, Was: row.ErrorClass, Now: c))
            .Where(c => c.Was != c.Now)
            .OrderBy(c => c.Id);
        foreach (var some in changed.Chunk(Chunk))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await statements.LockInteractionsAsync(db, [.. some.Select(c => c.Id)], cancellationToken);
            foreach (var (now, ids) in some.GroupBy(c => c.Now, c => c.Id).Select(g => (g.Key, g.ToArray())))
                await InteractionUpdates.SetErrorClassAsync(db, ids, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
