using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Ingest;

/// <summary>What late signals or other weights change, gathered over a batch before anything is written.</summary>
internal sealed class ScoreChanges(HashSet<long> queued, DateTimeOffset now)
{
    public Guid BatchId { get; } = Guid.NewGuid();

    public List<Signal> NewSignals { get; } = [];

    public List<StagedScore> Scores { get; } = [];

    public List<QueueItem> NewItems { get; } = [];

    public List<long> ReplacedOutcomes { get; } = [];

    /// <summary>Signals whose reading changed: deleted, and among the new ones with what they give now.</summary>
    public List<long> ReadAnew { get; } = [];

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

    /// <summary>Reads the signals by the workflow's present weights and scores by them.</summary>
    public void ReadAgain(Interaction interaction, List<Signal> stored, WorkflowSettings workflow)
    {
        var signals = new List<Signal>(stored.Count);
        foreach (var signal in stored.Where(s => s.SignalKey != ScoredRows.OutcomeSignalKey))
        {
            var now = ScoredRows.ReadAgain(signal, workflow);
            signals.Add(now);
            if (SameReading(now, signal)) continue;
            ReadAnew.Add(signal.Id);
            NewSignals.Add(now);
        }

        var before = stored.Find(s => s.SignalKey == ScoredRows.OutcomeSignalKey);
        var outcome = ScoredRows.OutcomeSignal(interaction.Id, interaction.OutcomeMetric, interaction.OutcomeValue, workflow);
        if (outcome is not null) signals.Add(outcome);
        if (before is null != outcome is null || (before is not null && !SameReading(before, outcome!)))
        {
            if (before is not null) ReadAnew.Add(before.Id);
            if (outcome is not null) NewSignals.Add(outcome);
        }

        Rescore(interaction, signals, workflow);
    }

    private static bool SameReading(Signal a, Signal b) => (a.Polarity, a.Strength, a.Trust, a.Weight) == (b.Polarity, b.Strength, b.Trust, b.Weight);

    private void ReplaceOutcome(Interaction interaction, List<Signal> signals, (string? Metric, double? Value) outcome, WorkflowSettings workflow)
    {
        (interaction.OutcomeMetric, interaction.OutcomeValue) = outcome;
        if (signals.RemoveAll(s => s.SignalKey == ScoredRows.OutcomeSignalKey) > 0) ReplacedOutcomes.Add(interaction.Id);
        if (ScoredRows.OutcomeSignal(interaction.Id, outcome.Metric, outcome.Value, workflow) is { } signal) Take(signal, signals);
    }

    /// <summary>Writes what was gathered, but for the counters.</summary>
    public async Task StoreAsync(TriageDbContext db, IProviderStatements statements, CancellationToken cancellationToken)
    {
        var replaced = ReplacedOutcomes.ToArray();
        if (replaced.Length > 0)
            await db.Signals.Where(s => replaced.Contains(s.InteractionId) && s.SignalKey == ScoredRows.OutcomeSignalKey).ExecuteDeleteAsync(cancellationToken);
        var anew = ReadAnew.ToArray();
        if (anew.Length > 0) await db.Signals.Where(s => anew.Contains(s.Id)).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, NewSignals, cancellationToken);
        await statements.BulkLoadAsync(db, Scores, cancellationToken);
        if (Scores.Count > 0) await statements.ApplyStagedScoresAsync(db, BatchId, cancellationToken);
        await statements.BulkLoadAsync(db, NewItems, cancellationToken);
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
