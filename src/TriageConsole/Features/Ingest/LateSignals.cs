using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Ingest;

/// <summary>Joins signals and outcomes to interactions that are stored already, and scores those anew.</summary>
internal sealed class LateSignals(TriageDbContext db, IProviderStatements statements, long tenantId, DateTimeOffset now)
{
    /// <summary>The key of an outcome that came with a copy of its interaction: it fills a missing one, it corrects none.</summary>
    public const string FillOutcomeKey = "fill:outcome";

    private readonly Dictionary<long, CounterChange> counters = [];

    /// <summary>New lines joined, waiting rows joined, new lines that wait.</summary>
    public sealed record Outcome(int Joined, int JoinedFromWaiting, int Waiting, IReadOnlyDictionary<long, CounterChange> Counters);

    public async Task<Outcome> JoinAsync(List<(long Line, LateEvent Event, long PendingId)> late, CancellationToken cancellationToken)
    {
        var target = await FindAsync(late, cancellationToken);
        var found = late.Where(l => target.ContainsKey(l.Event)).ToList();
        var waiting = late.Where(l => !target.ContainsKey(l.Event) && l.PendingId == 0).ToList();
        if (found.Count > 0) await ScoreAsync(found.GroupBy(l => target[l.Event], l => l.Event).ToDictionary(g => g.Key, g => g.ToList()), cancellationToken);
        var done = found.Where(l => l.PendingId > 0).Select(l => l.PendingId).ToArray();
        if (done.Length > 0) await db.PendingSignals.Where(p => done.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken);
        if (waiting.Count > 0) await WaitAsync(waiting.Select(w => w.Event), cancellationToken);
        return new Outcome(found.Count(l => l.PendingId == 0), done.Length, waiting.Count, counters);
    }

    /// <summary>The interaction of each event: by trace, or the latest of its task.</summary>
    private async Task<Dictionary<LateEvent, long>> FindAsync(List<(long Line, LateEvent Event, long PendingId)> late, CancellationToken cancellationToken)
    {
        var traces = late.Select(l => l.Event.TraceId).Where(t => t.Length > 0).Distinct().ToArray();
        var byTrace = traces.Length == 0 ? [] : await db.Interactions.Where(i => i.TenantId == tenantId && traces.Contains(i.TraceId))
            .Select(i => new { i.TraceId, i.Id }).ToDictionaryAsync(i => i.TraceId, i => i.Id, cancellationToken);
        var tasks = late.Where(l => l.Event.TraceId.Length == 0).Select(l => l.Event.TaskId).Distinct().ToArray();
        var byTask = tasks.Length == 0 ? [] : (await db.Interactions.Where(i => i.TenantId == tenantId && tasks.Contains(i.TaskId))
            .Select(i => new { i.Workflow!.Key, i.TaskId, i.Timestamp, i.Id }).ToListAsync(cancellationToken))
            .GroupBy(i => (i.Key, i.TaskId)).ToDictionary(g => g.Key, g => g.OrderByDescending(i => i.Timestamp).ThenByDescending(i => i.Id).First().Id);
        var target = new Dictionary<LateEvent, long>(ReferenceEqualityComparer.Instance);
        foreach (var (_, e, _) in late)
            if (e.TraceId.Length > 0 ? byTrace.TryGetValue(e.TraceId, out var id) : byTask.TryGetValue((e.TaskType!, e.TaskId!), out id))
                target[e] = id;
        return target;
    }

    private async Task ScoreAsync(Dictionary<long, List<LateEvent>> byInteraction, CancellationToken cancellationToken)
    {
        var ids = byInteraction.Keys.ToArray();
        await statements.LockInteractionsAsync(db, ids, cancellationToken);
        var interactions = await db.Interactions.AsNoTracking().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancellationToken);
        var signals = (await db.Signals.AsNoTracking().Where(s => ids.Contains(s.InteractionId)).ToListAsync(cancellationToken)).ToLookup(s => s.InteractionId);
        var workflows = await WorkflowSettings.LoadAsync(db, interactions.Values.Select(i => i.WorkflowId).Distinct().ToArray(), cancellationToken);
        var queued = (await db.QueueItems.Where(q => ids.Contains(q.InteractionId) && (q.Source == QueueSource.Prioritized || q.Source == QueueSource.Audit))
            .Select(q => q.InteractionId).ToListAsync(cancellationToken)).ToHashSet();
        var change = new ScoreChanges(queued, now);
        foreach (var (id, events) in byInteraction)
            change.Add(interactions[id], [.. signals[id]], events, workflows[interactions[id].WorkflowId]);
        await StoreAsync(change, cancellationToken);
    }

    private async Task StoreAsync(ScoreChanges change, CancellationToken cancellationToken)
    {
        var replaced = change.ReplacedOutcomes.ToArray();
        if (replaced.Length > 0)
            await db.Signals.Where(s => replaced.Contains(s.InteractionId) && s.SignalKey == ScoredRows.OutcomeSignalKey).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, change.NewSignals, cancellationToken);
        await statements.BulkLoadAsync(db, change.Scores, cancellationToken);
        if (change.Scores.Count > 0) await statements.ApplyStagedScoresAsync(db, change.BatchId, cancellationToken);
        await statements.BulkLoadAsync(db, change.NewItems, cancellationToken);
        foreach (var (workflow, count) in change.Counters) counters[workflow] = count;
    }

    private async Task WaitAsync(IEnumerable<LateEvent> events, CancellationToken cancellationToken)
    {
        var rows = events.DistinctBy(e => (e.TraceId, e.TaskType, e.TaskId, e.Signal.Key)).Select(e => new PendingSignal
        {
            TenantId = tenantId, TraceId = e.TraceId, TaskType = e.TaskType, TaskId = e.TaskId, ReceivedAt = now, Body = PendingBody.Write(e),
            // Two tasks may wait for signals of the same content; the task is part of what tells them apart.
            SignalKey = e.TraceId.Length > 0 ? e.Signal.Key : EventReader.KeyOfTaskSignal(e.TaskType!, e.TaskId!, e.Signal.Key),
        }).ToList();
        var traces = rows.Select(r => r.TraceId).Distinct().ToArray();
        var keys = rows.Select(r => r.SignalKey).Distinct().ToArray();
        var known = (await db.PendingSignals.Where(p => p.TenantId == tenantId && traces.Contains(p.TraceId) && keys.Contains(p.SignalKey))
            .Select(p => new { p.TraceId, p.SignalKey }).ToListAsync(cancellationToken)).Select(p => (p.TraceId, p.SignalKey)).ToHashSet();
        await statements.BulkLoadAsync(db, rows.Where(r => known.Add((r.TraceId, r.SignalKey))).ToList(), cancellationToken);
    }
}

/// <summary>What late signals change, gathered over a batch before anything is written.</summary>
internal sealed class ScoreChanges(HashSet<long> queued, DateTimeOffset now)
{
    public Guid BatchId { get; } = Guid.NewGuid();

    public List<Signal> NewSignals { get; } = [];

    public List<StagedScore> Scores { get; } = [];

    public List<QueueItem> NewItems { get; } = [];

    public List<long> ReplacedOutcomes { get; } = [];

    public Dictionary<long, CounterChange> Counters { get; } = [];

    public void Add(Interaction interaction, List<Signal> signals, List<LateEvent> events, WorkflowSettings workflow)
    {
        var keys = signals.Select(s => s.SignalKey).ToHashSet();
        var before = NewSignals.Count;
        var outcome = (Metric: interaction.OutcomeMetric, Value: interaction.OutcomeValue);
        foreach (var e in events)
        {
            var isFill = e.Signal.Key == LateSignals.FillOutcomeKey;
            if (isFill ? outcome.Value is not null : !keys.Add(e.Signal.Key)) continue;
            if (!isFill) Take(ScoredRows.Signal(e.Signal, interaction.Id, workflow), signals);
            if (e.OutcomeMetricValue is { } value) outcome = (e.OutcomeMetricName, value);
        }

        var outcomeChanged = outcome != (interaction.OutcomeMetric, interaction.OutcomeValue);
        if (!outcomeChanged && NewSignals.Count == before) return;
        if (outcomeChanged) ReplaceOutcome(interaction, signals, outcome, workflow);
        Rescore(interaction, signals, workflow);
    }

    private void ReplaceOutcome(Interaction interaction, List<Signal> signals, (string? Metric, double? Value) outcome, WorkflowSettings workflow)
    {
        (interaction.OutcomeMetric, interaction.OutcomeValue) = outcome;
        if (signals.RemoveAll(s => s.SignalKey == ScoredRows.OutcomeSignalKey) > 0) ReplacedOutcomes.Add(interaction.Id);
        if (ScoredRows.OutcomeSignal(interaction.Id, outcome.Metric, outcome.Value, workflow) is { } signal) Take(signal, signals);
    }

    private void Take(Signal signal, List<Signal> signals)
    {
        NewSignals.Add(signal);
        signals.Add(signal);
    }

    private void Rescore(Interaction interaction, List<Signal> signals, WorkflowSettings workflow)
    {
        var wasQuestionable = interaction.Questionable;
        interaction.Suspicion = ScoredRows.Score(signals);
        interaction.Questionable = interaction.Suspicion >= workflow.Threshold;
        var (priority, reason) = ScoredRows.Rank(interaction.Suspicion, interaction.Segment, signals, workflow);
        Scores.Add(new StagedScore
        {
            BatchId = BatchId, InteractionId = interaction.Id, Suspicion = interaction.Suspicion, Questionable = interaction.Questionable,
            OutcomeMetric = interaction.OutcomeMetric, OutcomeValue = interaction.OutcomeValue, Priority = priority, Reason = reason,
        });
        var slots = 0;
        if (interaction.Questionable && queued.Add(interaction.Id) && ScoredRows.QueueItem(interaction, signals, workflow, now) is { } item)
        {
            NewItems.Add(item);
            slots = item.OpenSlots;
        }

        Counters.TryGetValue(workflow.Id, out var count);
        var questionable = (interaction.Questionable ? 1 : 0) - (wasQuestionable ? 1 : 0);
        Counters[workflow.Id] = new CounterChange(0, count.Questionable + questionable, count.OpenSlots + slots);
    }
}
