using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// What one transaction changes: the interactions at hand with their signals before and after, and the writes of the stages. Everything is
/// decided in memory first, then each table is loaded in one COPY.
/// </summary>
public sealed class IngestUnit(TriageDbContext db, IProviderStatements statements, DateTimeOffset now)
{
    private readonly List<Func<CancellationToken, Task>> writes = [];
    private readonly List<Func<CancellationToken, Task>> lockedWrites = [];
    private readonly SortedDictionary<long, CounterChange> counters = [];

    /// <summary>In a transaction.</summary>
    public TriageDbContext Db => db;

    public IProviderStatements Statements => statements;

    public DateTimeOffset Now => now;

    /// <summary>New ones first, in the order in which they came.</summary>
    public List<UnitInteraction> Interactions { get; } = [];

    public LateVerdicts Verdicts { get; } = new();

    /// <summary>Names the rows of the staging table that belong to this unit.</summary>
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

    /// <summary>Adds a write that is done once interactions and signals are stored.</summary>
    public void Write(Func<CancellationToken, Task> write) => writes.Add(write);

    /// <summary>
    /// Adds a write to rows that other batches of the workflow write too. It is done last, with the workflows locked: one batch at a time.
    /// </summary>
    public void WriteLocked(Func<CancellationToken, Task> write) => lockedWrites.Add(write);

    /// <summary>
    /// Adds interactions that are stored already, and locks them: their late signals are scored one batch after the other.
    /// </summary>
    /// <param name="ids">The interactions.</param>
    /// <param name="workflows">The settings of their workflows, by id.</param>
    /// <param name="textsOf">Texts are read only of signals with these keys, for an interaction may have thousands of long ones; null reads
    /// all.</param>
    /// <param name="isReread">Whether the stored signals are read again by the present weights.</param>
    /// <param name="cancellationToken">Ends it.</param>
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

    /// <summary>Lets the stages decide, then stores everything.</summary>
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

    /// <summary>Stores interactions, payloads and signals, one COPY a table, and the scores of those stored before.</summary>
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var fresh = Interactions.Where(i => i.IsNew).ToList();
        await statements.BulkLoadAsync(db, fresh.ConvertAll(i => i.Row), cancellationToken);
        await statements.LoadPayloadsAsync(db, fresh.ConvertAll(i => InteractionRows.Payload(i.Event!, i.Row.Id)), cancellationToken);
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
        // Triage takes the priorities from there in its own write.
        Write(token => db.StagedScores.Where(s => s.BatchId == StagingId).ExecuteDeleteAsync(token));
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
