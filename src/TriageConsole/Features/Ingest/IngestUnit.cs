using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// The changes of one transaction: its interactions with their signals before and after, and the writes of the stages. The stages work in
/// memory first; then each table is loaded with one COPY.
/// </summary>
public sealed class IngestUnit(TriageDbContext db, IProviderStatements statements, DateTimeOffset now)
{
    private readonly List<Func<CancellationToken, Task>> writes = [];
    private readonly List<Func<CancellationToken, Task>> lockedWrites = [];
    private readonly SortedDictionary<long, CounterChange> counters = [];

    /// <summary>A context with an open transaction.</summary>
    public TriageDbContext Db => db;

    public IProviderStatements Statements => statements;

    public DateTimeOffset Now => now;

    /// <summary>New interactions first, in the order of arrival.</summary>
    public List<UnitInteraction> Interactions { get; } = [];

    public LateVerdicts Verdicts { get; } = new();

    /// <summary>Identifies the rows of this unit in the staging table.</summary>
    public Guid StagingId { get; } = Guid.NewGuid();

    /// <summary>Workflows whose rows changed.</summary>
    public IReadOnlyCollection<long> TouchedWorkflows => counters.Keys;

    /// <summary>Adds to a workflow's counters.</summary>
    public void Count(long workflowId, CounterChange change)
    {
        var sum = counters.GetValueOrDefault(workflowId);
        counters[workflowId] = new CounterChange(
            sum.Interactions + change.Interactions,
            sum.NeedsReview + change.NeedsReview,
            sum.OpenSlots + change.OpenSlots
        );
    }

    /// <summary>Adds a write that runs after interactions and signals are stored.</summary>
    public void Write(Func<CancellationToken, Task> write) => writes.Add(write);

    /// <summary>
    /// Adds a write to rows that other batches of the workflow also write. It runs last, with the workflows locked, so that only one batch
    /// at a time does it.
    /// </summary>
    public void WriteLocked(Func<CancellationToken, Task> write) => lockedWrites.Add(write);

    /// <summary>
    /// Adds stored interactions and locks them, so that parallel batches score late signals of the same interaction one after the other.
    /// </summary>
    /// <param name="ids">The interactions.</param>
    /// <param name="workflows">The settings of their workflows, by id.</param>
    /// <param name="textsOf">The keys of the signals whose texts are read, because an interaction can have thousands of long texts; null
    /// reads all.</param>
    /// <param name="isReread">Whether the stored signals are evaluated again with the current weights.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    public async Task AddStoredAsync(
        long[] ids,
        IReadOnlyDictionary<long, IngestWorkflow> workflows,
        IReadOnlyCollection<string>? textsOf,
        bool isReread,
        CancellationToken cancellationToken
    )
    {
        await statements.LockInteractionsAsync(db, ids, cancellationToken);
        var rows = await db.Interactions.AsNoTracking().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancellationToken);
        var signals = (await SignalsOf(ids, textsOf).ToListAsync(cancellationToken)).ToLookup(s => s.InteractionId);
        foreach (var id in ids)
            if (rows.TryGetValue(id, out var row))
                Interactions.Add(UnitInteraction.Stored(row, [.. signals[id]], workflows[row.WorkflowId], isReread));
    }

    /// <summary>Runs the stages, then stores everything.</summary>
    public async Task RunAsync(IEnumerable<IIngestStage> stages, CancellationToken cancellationToken)
    {
        foreach (var stage in stages)
            await stage.ApplyAsync(this, cancellationToken);
        await LoadAsync(cancellationToken);
        foreach (var write in writes)
            await write(cancellationToken);
        if (counters.Count > 0 && lockedWrites.Count > 0)
            await statements.LockWorkflowsAsync(db, [.. counters.Keys], cancellationToken);
        foreach (var write in lockedWrites)
            await write(cancellationToken);
        foreach (var (workflow, change) in counters)
            await statements.AddToCountersAsync(db, workflow, change, cancellationToken);
    }

    private IQueryable<Signal> SignalsOf(long[] ids, IReadOnlyCollection<string>? textsOf)
    {
        var signals = db.Signals.AsNoTracking().Where(s => ids.Contains(s.InteractionId));
        return textsOf is null
            ? signals
            : signals.Select(s => new Signal
            {
                Id = s.Id,
                InteractionId = s.InteractionId,
                SignalKey = s.SignalKey,
                Type = s.Type,
                Name = s.Name,
                NumericValue = s.NumericValue,
                UserId = s.UserId,
                Role = s.Role,
                Timestamp = s.Timestamp,
                Polarity = s.Polarity,
                Strength = s.Strength,
                Trust = s.Trust,
                TrustFactor = s.TrustFactor,
                Weight = s.Weight,
                TextValue = textsOf.Contains(s.SignalKey) ? s.TextValue : null,
                Comment = textsOf.Contains(s.SignalKey) ? s.Comment : null,
            });
    }

    /// <summary>
    /// Stores interactions, payloads and signals with one COPY per table, and the scores of interactions that were stored before.
    /// </summary>
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var fresh = Interactions.Where(i => i.IsNew).ToList();
        await statements.BulkLoadAsync(db, fresh.ConvertAll(i => i.Row), cancellationToken);
        await statements.LoadPayloadsAsync(db, fresh.ConvertAll(i => InteractionRows.Payload(i.Event!, i.Row.Id)), cancellationToken);
        await ReplaceAsync(Interactions.Where(i => i.IsRevised).ToList(), cancellationToken);
        var changed = Interactions.Where(i => i.IsChanged).ToList();
        var gone = changed.SelectMany(Removed).ToArray();
        if (gone.Length > 0)
            await db.Signals.Where(s => gone.Contains(s.Id)).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, changed.SelectMany(i => i.Signals.Where(s => s.Id == 0)).ToList(), cancellationToken);
        var staged = changed.Where(i => !i.IsNew).Select(Staged).ToList();
        if (staged.Count == 0)
            return;
        await statements.BulkLoadAsync(db, staged, cancellationToken);
        await statements.ApplyStagedScoresAsync(db, StagingId, cancellationToken);
        // Triage reads the priorities from the staging table in its own write, which runs before this one.
        Write(token => db.StagedScores.Where(s => s.BatchId == StagingId).ExecuteDeleteAsync(token));
    }

    /// <summary>Stores the new content of interactions whose trace has more spans now.</summary>
    private async Task ReplaceAsync(List<UnitInteraction> revised, CancellationToken cancellationToken)
    {
        if (revised.Count == 0)
            return;
        var ids = revised.ConvertAll(i => i.Row.Id);
        await db.InteractionPayloads.Where(p => ids.Contains(p.InteractionId)).ExecuteDeleteAsync(cancellationToken);
        await statements.LoadPayloadsAsync(db, revised.ConvertAll(i => InteractionRows.Payload(i.Revision!, i.Row.Id)), cancellationToken);
        db.Interactions.UpdateRange(revised.Select(i => i.Row));
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private static IEnumerable<long> Removed(UnitInteraction i)
    {
        if (i.SignalsBefore.Count == 0)
            return [];
        var kept = i.Signals.Select(s => s.Id).ToHashSet();
        return i.SignalsBefore.Select(s => s.Id).Where(id => !kept.Contains(id));
    }

    private StagedScore Staged(UnitInteraction i) =>
        new()
        {
            BatchId = StagingId,
            InteractionId = i.Row.Id,
            Suspicion = i.Row.Suspicion,
            NeedsReview = i.Row.NeedsReview,
            OutcomeMetric = i.Row.OutcomeMetric,
            OutcomeValue = i.Row.OutcomeValue,
            Priority = i.Rank.Priority,
            Reason = i.Rank.Reason,
        };
}
