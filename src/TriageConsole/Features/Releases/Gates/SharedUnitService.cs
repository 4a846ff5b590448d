using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Rollups;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>
/// Finds tasks that more than one of the compared releases served and moves their interactions into separate rollups, so that the sums of
/// a release leave them out. Each call searches only what arrived since the last one, so the cost does not grow with traffic. Shadows are
/// not searched: they answer the same tasks as the live release by design.
/// </summary>
public sealed class SharedUnitService(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, TimeProvider time)
{
    /// <summary>The number of latest interactions that are read for interactions per task and for what the traffic reports.</summary>
    internal const int Looked = 2000;

    /// <summary>Interactions that one transaction searches or moves.</summary>
    private const int Batch = 2000;

    /// <summary>Transactions of one call. The next call continues.</summary>
    private const int MaxBatches = 100;

    /// <summary>Shared units of the arms of an experiment.</summary>
    internal async Task<SharedUnits> OfAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        if (experiment.Kind == ExperimentKind.Shadow)
            return SharedUnits.None;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var arms = await db
            .ExperimentArms.Where(a => a.ExperimentId == experiment.Id)
            .Join(db.Releases, a => a.ReleaseId, r => r.Id, (a, r) => r.Name)
            .ToArrayAsync(cancellationToken);
        return await FindAsync(
            db,
            new SharedUnitSearch(
                experiment.TenantId,
                experiment.WorkflowId,
                experiment.Id,
                null,
                ArmOverlap.Experiment,
                experiment.StartedAt,
                experiment.StartedAt,
                experiment.EndedAt ?? DateTimeOffset.MaxValue,
                [],
                arms
            ),
            cancellationToken
        );
    }

    /// <summary>Shared units of a promoted release and its baseline.</summary>
    internal async Task<SharedUnits> OfAsync(ReleaseMonitor monitor, string baseline, string live, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(
            db,
            new SharedUnitSearch(
                monitor.TenantId,
                monitor.WorkflowId,
                null,
                monitor.Id,
                ArmOverlap.Promotion,
                monitor.BaselineFrom,
                monitor.StartedAt,
                DateTimeOffset.MaxValue,
                [baseline],
                [live]
            ),
            cancellationToken
        );
    }

    /// <summary>Recent interactions per task, of tasks that only one side served.</summary>
    internal static async Task<double> EventsPerTaskAsync(
        TriageDbContext db,
        long workflowId,
        ArmOverlap without,
        CancellationToken cancellationToken
    )
    {
        var latest = db
            .Interactions.Where(i => i.WorkflowId == workflowId && !i.Shadow && (i.Overlap & without) == 0)
            .OrderByDescending(i => i.Id)
            .Take(Looked);
        var tasks = await latest.Select(i => i.TaskId).Distinct().CountAsync(cancellationToken);
        return tasks == 0 ? 1 : (double)await latest.CountAsync(cancellationToken) / tasks;
    }

    private async Task<SharedUnits> FindAsync(TriageDbContext db, SharedUnitSearch search, CancellationToken cancellationToken)
    {
        var (more, batches) = (true, 0);
        for (; more && batches < MaxBatches; batches++)
            more = await SearchAsync(db, search, cancellationToken);
        var isComplete = !more;
        for (more = true; more && batches < 2 * MaxBatches; batches++)
            more = await MoveAsync(db, search, cancellationToken);
        var units = await search.Row(db).Select(c => (long?)c.SharedUnits).SingleOrDefaultAsync(cancellationToken) ?? 0;
        return new SharedUnits(units, isComplete && !more);
    }

    /// <summary>Searches the next interactions that arrived; false if none are left.</summary>
    private async Task<bool> SearchAsync(TriageDbContext db, SharedUnitSearch search, CancellationToken cancellationToken)
    {
        var seen = await search.Row(db).Select(c => (long?)c.SearchedTo).SingleOrDefaultAsync(cancellationToken);
        // Check without a lock first: most calls find nothing new.
        if (seen is { } to && !await db.Interactions.AnyAsync(i => i.WorkflowId == search.WorkflowId && i.Id > to, cancellationToken))
            return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await statements.LockWorkflowsAsync(db, [search.WorkflowId], cancellationToken);
        var row = await search.Row(db).SingleOrDefaultAsync(cancellationToken) ?? await BeginAsync(db, search, cancellationToken);
        var next = await db
            .Interactions.Where(i => i.WorkflowId == search.WorkflowId && i.Id > row.SearchedTo)
            .OrderBy(i => i.Id)
            .Select(i => i.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        if (next.Count > 0)
        {
            var (first, last) = (next[0], next[^1]);
            var tasks = await search
                .Served(db)
                .Where(i => i.Id >= first && i.Id <= last)
                .Select(i => i.TaskId)
                .Distinct()
                .ToArrayAsync(cancellationToken);
            await KeepAsync(db, row, await SharedAsync(db, search, tasks, cancellationToken), cancellationToken);
            row.SearchedTo = last;
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return next.Count == Batch;
    }

    /// <summary>Starts after interactions that arrived before the comparison began: they contain no shared tasks.</summary>
    private static async Task<ArmComparison> BeginAsync(TriageDbContext db, SharedUnitSearch search, CancellationToken cancellationToken)
    {
        var before = await db
            .Interactions.Where(i => i.WorkflowId == search.WorkflowId && i.ReceivedAt < search.Boundary)
            .OrderByDescending(i => i.Id)
            .Select(i => i.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var row = new ArmComparison
        {
            TenantId = search.TenantId,
            WorkflowId = search.WorkflowId,
            ExperimentId = search.ExperimentId,
            MonitorId = search.MonitorId,
            SearchedTo = before,
        };
        db.ArmComparisons.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return row;
    }

    /// <summary>The tasks that more than one side served.</summary>
    private static async Task<List<string>> SharedAsync(
        TriageDbContext db,
        SharedUnitSearch search,
        string[] tasks,
        CancellationToken cancellationToken
    )
    {
        if (tasks.Length == 0)
            return [];
        var served = await search
            .Served(db)
            .Where(i => tasks.Contains(i.TaskId))
            .Select(i => new
            {
                i.TaskId,
                Version = ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion),
                IsSince = i.Timestamp >= search.Boundary,
            })
            .Distinct()
            .ToListAsync(cancellationToken);
        return [.. served.GroupBy(s => s.TaskId, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];
    }

    private static async Task KeepAsync(TriageDbContext db, ArmComparison row, List<string> shared, CancellationToken cancellationToken)
    {
        if (shared.Count == 0)
            return;
        var known = await db.SharedUnits.Where(u => u.ComparisonId == row.Id && shared.Contains(u.TaskId)).ToListAsync(cancellationToken);
        foreach (var unit in known)
            unit.IsPending = true;
        var found = shared.Except(known.Select(u => u.TaskId), StringComparer.Ordinal).ToList();
        db.SharedUnits.AddRange(
            found.Select(task => new SharedUnit
            {
                ComparisonId = row.Id,
                TaskId = task,
                IsPending = true,
            })
        );
        row.SharedUnits += found.Count;
    }

    /// <summary>
    /// Moves interactions of found tasks out of the sums of their releases; false if none are left. Interactions are locked before the
    /// workflow, in the same order as late signals lock them: changes that commit in between are moved too.
    /// </summary>
    private async Task<bool> MoveAsync(TriageDbContext db, SharedUnitSearch search, CancellationToken cancellationToken)
    {
        var mark = search.Mark;
        var tasks = await db
            .SharedUnits.Where(u => u.IsPending && search.Row(db).Any(c => c.Id == u.ComparisonId))
            .OrderBy(u => u.TaskId)
            .Select(u => u.TaskId)
            .Take(Batch / 10)
            .ToArrayAsync(cancellationToken);
        if (tasks.Length == 0)
            return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var left = search.Served(db).Where(i => tasks.Contains(i.TaskId) && (i.Overlap & mark) == 0);
        var ids = await left.OrderBy(i => i.Id).Select(i => i.Id).Take(Batch).ToArrayAsync(cancellationToken);
        if (ids.Length > 0)
            await MarkAsync(db, ids, mark, cancellationToken);
        await statements.LockWorkflowsAsync(db, [search.WorkflowId], cancellationToken);
        // Under the lock: tasks with interactions that arrived in between stay pending.
        await db
            .SharedUnits.Where(u =>
                tasks.Contains(u.TaskId) && search.Row(db).Any(c => c.Id == u.ComparisonId) && !left.Any(i => i.TaskId == u.TaskId)
            )
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.IsPending, false), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task MarkAsync(TriageDbContext db, long[] ids, ArmOverlap mark, CancellationToken cancellationToken)
    {
        await statements.LockInteractionsAsync(db, ids, cancellationToken);
        var interactions = await db
            .Interactions.AsNoTracking()
            .Where(i => ids.Contains(i.Id) && (i.Overlap & mark) == 0)
            .ToListAsync(cancellationToken);
        var signals = (await db.Signals.AsNoTracking().Where(s => ids.Contains(s.InteractionId)).ToListAsync(cancellationToken)).ToLookup(
            s => s.InteractionId
        );
        var rollups = new RollupChanges();
        foreach (var interaction in interactions)
        {
            List<Signal> own = [.. signals[interaction.Id]];
            if (interaction.IsRolledUp)
                rollups.Remove(interaction, own);
            interaction.Overlap |= mark;
            if (interaction.IsRolledUp)
                rollups.Add(interaction, own);
        }

        foreach (var same in interactions.GroupBy(i => i.Overlap))
            await InteractionUpdates.SetOverlapAsync(db, [.. same.Select(i => i.Id)], same.Key, cancellationToken);
        await statements.LockWorkflowsAsync(db, rollups.Workflows, cancellationToken);
        await rollups.StoreAsync(db, statements, time.GetUtcNow(), cancellationToken);
    }
}
