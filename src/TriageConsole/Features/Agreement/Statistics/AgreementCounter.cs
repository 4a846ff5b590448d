using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Live;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>
/// Updates the agreement counts when labels arrive, change or are withdrawn, one batch per transaction. Labels are marked as counted in the
/// same transaction, so each label counts once even if the process stops at any point.
/// </summary>
public sealed class AgreementCounter(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    private const int BatchLabels = 5000;

    /// <summary>Workflows with labels that are not counted yet.</summary>
    public async Task<IReadOnlyList<long>> BehindAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Workflows.Where(w =>
                db.Labels.Any(l => l.WorkflowId == w.Id && l.IsCurrent && !l.IsCounted)
                || db.Labels.Any(l => l.WorkflowId == w.Id && !l.IsCurrent && l.IsCounted)
            )
            .Select(w => w.Id)
            .ToListAsync(cancellationToken);
    }

    public async Task<bool> IsBehindAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Behind(db, workflowId).AnyAsync(cancellationToken);
    }

    /// <summary>Counts all labels of all workflows; for the command line and tests.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken = default)
    {
        foreach (var workflow in await BehindAsync(cancellationToken))
            while (await CountBatchAsync(workflow, cancellationToken)) { }
    }

    /// <summary>Counts the new labels of a workflow for a limited time; false if the job must count the rest.</summary>
    public async Task<bool> CatchUpAsync(long workflowId, TimeSpan most, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        long last;
        // Labels that arrive during the count are left to the next caller.
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            last = await db.Labels.Where(l => l.WorkflowId == workflowId).MaxAsync(l => (long?)l.Id, cancellationToken) ?? 0;
        while (time.GetElapsedTime(began) < most)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await Behind(db, workflowId, last).AnyAsync(cancellationToken))
                return true;
            await CountBatchAsync(workflowId, cancellationToken);
        }

        return false;
    }

    /// <summary>Counts one batch of a workflow; false if there was nothing to count.</summary>
    public async Task<bool> CountBatchAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await EnsureLockRowAsync(db, workflowId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await AgreementLock.TakeAsync(db, workflowId, time.GetUtcNow(), cancellationToken);
        var batch = await LabelBatch.NextAsync(db, workflowId, BatchLabels, cancellationToken);
        if (batch is null)
            return false;
        var questions = await WorkflowQuestions.LoadAsync(db, workflowId, cancellationToken);
        var numbers = new QuestionNumbers(db, workflowId, time.GetUtcNow());
        var after = await numbers.NumberAsync(batch.Answers(questions), cancellationToken);
        var before = await db
            .AgreementEntries.AsNoTracking()
            .Where(e => batch.Interactions.Contains(e.InteractionId))
            .ToListAsync(cancellationToken);
        await StoreAsync(db, batch, before, after, cancellationToken);
        var tenantId = await db.Workflows.Where(w => w.Id == workflowId).Select(w => w.TenantId).SingleAsync(cancellationToken);
        await DisagreementStore.KeepAsync(
            db,
            (tenantId, workflowId),
            questions,
            batch.Interactions,
            after,
            time.GetUtcNow(),
            cancellationToken
        );
        await GoldenChecks.KeepAsync(db, statements, workflowId, questions, batch, time.GetUtcNow(), cancellationToken);
        await batch.MarkAsync(db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(workflowId);
        return true;
    }

    private async Task StoreAsync(
        TriageDbContext db,
        LabelBatch batch,
        List<AgreementEntry> before,
        List<AgreementEntry> after,
        CancellationToken cancellationToken
    )
    {
        var changes = new AgreementChanges();
        var (old, now) = (before.ToLookup(UnitOf), after.ToLookup(UnitOf));
        var changed = old.Select(g => g.Key).Union(now.Select(g => g.Key)).Where(k => !Same(old[k], now[k])).ToList();
        foreach (var key in changed)
            changes.Replace([.. old[key]], [.. now[key]]);
        await statements.AddAgreementAsync(db, changes.Patterns, changes.Pairs, cancellationToken);
        await db.AgreementEntries.Where(e => batch.Interactions.Contains(e.InteractionId)).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, after, cancellationToken);
        var criteria = changed.Select(k => k.CriterionId).Distinct().ToArray();
        await db
            .AgreementCriteria.Where(c => criteria.Contains(c.Id))
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.Changes, c => c.Changes + 1).SetProperty(c => c.ChangedAt, time.GetUtcNow()),
                cancellationToken
            );
    }

    private static IQueryable<long> Behind(TriageDbContext db, long workflowId, long last = long.MaxValue) =>
        db
            .Workflows.Where(w =>
                w.Id == workflowId
                && (
                    db.Labels.Any(l => l.WorkflowId == w.Id && l.Id <= last && l.IsCurrent && !l.IsCounted)
                    || db.Labels.Any(l => l.WorkflowId == w.Id && l.Id <= last && !l.IsCurrent && l.IsCounted)
                )
            )
            .Select(w => w.Id);

    private static (long CriterionId, long InteractionId, int Turn) UnitOf(AgreementEntry e) => (e.CriterionId, e.InteractionId, e.Turn);

    private static bool Same(IEnumerable<AgreementEntry> a, IEnumerable<AgreementEntry> b) =>
        a.Select(e => (e.LabelerId, e.ValueId, e.Day)).ToHashSet().SetEquals(b.Select(e => (e.LabelerId, e.ValueId, e.Day)));

    private async Task EnsureLockRowAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        if (await db.AgreementTurns.AnyAsync(t => t.WorkflowId == workflowId, cancellationToken))
            return;
        try
        {
            db.AgreementTurns.Add(new AgreementTurn { WorkflowId = workflowId, CountedAt = time.GetUtcNow() });
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another instance created the row.
        }

        db.ChangeTracker.Clear();
    }
}
