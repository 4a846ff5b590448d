using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Ingest;

/// <summary>What late signals or other weights change, gathered over a batch before anything is written.</summary>
internal sealed class ScoreChanges
{
    /// <summary>Have a place in the priority lane, or are candidates for one.</summary>
    private readonly HashSet<long> considered;
    private readonly HashSet<long> audited;
    private readonly Admissions admissions;
    private readonly RollupChanges rollups;

    private readonly GiverLedger ledger;
    private readonly DateTimeOffset now;

    private ScoreChanges(
        HashSet<long> considered,
        HashSet<long> audited,
        Admissions admissions,
        RollupChanges rollups,
        GiverLedger ledger,
        DateTimeOffset now
    ) =>
        (this.considered, this.audited, this.admissions, this.rollups, this.ledger, this.now) = (
            considered,
            audited,
            admissions,
            rollups,
            ledger,
            now
        );

    /// <summary>Reads what is known of the interactions' places; what they change in the rollups goes to <paramref name="rollups"/>.</summary>
    public static async Task<ScoreChanges> LoadAsync(
        TriageDbContext db,
        long[] ids,
        IReadOnlyCollection<WorkflowSettings> workflows,
        RollupChanges rollups,
        GiverLedger ledger,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var queued = await db
            .QueueItems.Where(q => ids.Contains(q.InteractionId) && (q.Source == QueueSource.Prioritized || q.Source == QueueSource.Audit))
            .Select(q => new { q.InteractionId, q.Source })
            .ToListAsync(cancellationToken);
        var candidates = await db
            .DrawCandidates.Where(c => ids.Contains(c.InteractionId))
            .Select(c => c.InteractionId)
            .ToListAsync(cancellationToken);
        return new ScoreChanges(
            [.. queued.Where(q => q.Source == QueueSource.Prioritized).Select(q => q.InteractionId), .. candidates],
            [.. queued.Where(q => q.Source == QueueSource.Audit).Select(q => q.InteractionId)],
            await Admissions.LoadAsync(db, workflows, now, cancellationToken),
            rollups,
            ledger,
            now
        );
    }

    /// <summary>Signals an interaction has at most: each new one reads and weighs them all again.</summary>
    public const int MaxSignals = 10_000;

    /// <summary>Lines that say what is known already.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Lines that took the place of an earlier signal.</summary>
    public int Changed { get; private set; }

    /// <summary>Lines beyond <see cref="MaxSignals"/>.</summary>
    public List<LateLine> Refused { get; } = [];

    public Guid BatchId { get; } = Guid.NewGuid();

    public List<Signal> NewSignals { get; } = [];

    public List<StagedScore> Scores { get; } = [];

    public List<long> ReplacedOutcomes { get; } = [];

    /// <summary>Signals whose reading changed: deleted, and among the new ones with what they give now.</summary>
    public List<long> ReadAnew { get; } = [];

    public Dictionary<long, CounterChange> Counters { get; } = [];

    public void Add(Interaction interaction, List<Signal> signals, List<LateLine> lines, WorkflowSettings workflow)
    {
        var (wasInteraction, wasSignals) = (AsItWas(interaction), signals.ToList());
        var byKey = signals.ToDictionary(s => s.SignalKey);
        var isChanged = false;
        var outcome = (Metric: interaction.OutcomeMetric, Value: interaction.OutcomeValue);
        foreach (var line in lines)
        {
            var e = line.Event;
            if (e.Signal.Key != LateSignals.FillOutcomeKey)
            {
                if (!TakeLate(line, interaction, signals, byKey, workflow))
                    continue;
                isChanged = true;
            }
            else if (outcome.Value is not null)
            {
                continue;
            }

            if (e.OutcomeMetricValue is { } value)
                outcome = (e.OutcomeMetricName, value);
        }

        var outcomeChanged = outcome != (interaction.OutcomeMetric, interaction.OutcomeValue);
        if (!outcomeChanged && !isChanged)
            return;
        if (outcomeChanged)
            ReplaceOutcome(interaction, signals, outcome, workflow);
        Rescore(interaction, signals, workflow);
        Roll(wasInteraction, wasSignals, interaction, signals);
    }

    /// <summary>Takes a signal that is new or changed; false where it is known, or there are too many.</summary>
    private bool TakeLate(
        LateLine line,
        Interaction interaction,
        List<Signal> signals,
        Dictionary<string, Signal> byKey,
        WorkflowSettings workflow
    )
    {
        var signal = ScoredRows.Signal(line.Event.Signal, interaction.Id, workflow);
        if (!byKey.TryGetValue(signal.SignalKey, out var earlier))
        {
            if (byKey.Count >= MaxSignals)
            {
                if (line.PendingId >= 0)
                    Refused.Add(line);
                return false;
            }

            Take(ledger.Weigh(signal, interaction, signal.Timestamp ?? now, workflow), signals);
        }
        else if (SignalVersions.Replaces(earlier, signal, hasWaited: line.PendingId > 0))
        {
            signals.Remove(earlier);
            if (earlier.Id > 0)
                ReadAnew.Add(earlier.Id);
            else
                NewSignals.Remove(earlier);
            // A changed mind is no second voice: it weighs what the first one did.
            if (earlier.Polarity == 0)
                ledger.Weigh(signal, interaction, signal.Timestamp ?? now, workflow);
            else
                (signal.TrustFactor, signal.Trust) = (
                    earlier.TrustFactor,
                    ledger.Again(signal, earlier.TrustFactor, signal.UserId ?? interaction.UserId, workflow)
                );
            Take(signal, signals);
            if (line.PendingId == 0)
                Changed++;
        }
        else
        {
            if (line.PendingId == 0)
                Duplicates++;
            return false;
        }

        byKey[signal.SignalKey] = signal;
        return true;
    }

    /// <summary>Reads the signals by the workflow's present weights and scores by them.</summary>
    public void ReadAgain(Interaction interaction, List<Signal> stored, WorkflowSettings workflow)
    {
        var was = AsItWas(interaction);
        var signals = new List<Signal>(stored.Count);
        foreach (var signal in stored.Where(s => s.SignalKey != ScoredRows.OutcomeSignalKey))
        {
            var now = ScoredRows.ReadAgain(signal, workflow);
            now.Trust = ledger.Again(now, now.TrustFactor, now.UserId ?? interaction.UserId, workflow);
            signals.Add(now);
            if (SameReading(now, signal))
                continue;
            ReadAnew.Add(signal.Id);
            NewSignals.Add(now);
        }

        var before = stored.Find(s => s.SignalKey == ScoredRows.OutcomeSignalKey);
        var outcome = ScoredRows.OutcomeSignal(interaction.Id, interaction.OutcomeMetric, interaction.OutcomeValue, workflow);
        if (outcome is not null)
            signals.Add(outcome);
        if (before is null != outcome is null || (before is not null && !SameReading(before, outcome!)))
        {
            if (before is not null)
                ReadAnew.Add(before.Id);
            if (outcome is not null)
                NewSignals.Add(outcome);
        }

        Rescore(interaction, signals, workflow);
        Roll(was, stored, interaction, signals);
    }

    /// <summary>What the rollups know of an interaction before and after; one they do not hold yet comes to them as it is then.</summary>
    private void Roll(Interaction was, List<Signal> wasSignals, Interaction now, List<Signal> signals)
    {
        if (!now.IsRolledUp)
            return;
        rollups.Remove(was, wasSignals);
        rollups.Add(now, signals);
    }

    private static Interaction AsItWas(Interaction i) =>
        new()
        {
            TenantId = i.TenantId,
            WorkflowId = i.WorkflowId,
            TraceId = i.TraceId,
            TaskId = i.TaskId,
            Timestamp = i.Timestamp,
            Country = i.Country,
            Segment = i.Segment,
            ModelId = i.ModelId,
            ModelVersion = i.ModelVersion,
            Release = i.Release,
            OutputTokens = i.OutputTokens,
            ClientLatencyMs = i.ClientLatencyMs,
            ServerLatencyMs = i.ServerLatencyMs,
            ErrorKind = i.ErrorKind,
            Shadow = i.Shadow,
            TimeIsReal = i.TimeIsReal,
            OutcomeMetric = i.OutcomeMetric,
            OutcomeValue = i.OutcomeValue,
            Suspicion = i.Suspicion,
            Questionable = i.Questionable,
            Cost = i.Cost,
            Currency = i.Currency,
            Overlap = i.Overlap,
        };

    private static bool SameReading(Signal a, Signal b) =>
        (a.Polarity, a.Strength, a.Trust, a.Weight) == (b.Polarity, b.Strength, b.Trust, b.Weight);

    private void ReplaceOutcome(
        Interaction interaction,
        List<Signal> signals,
        (string? Metric, double? Value) outcome,
        WorkflowSettings workflow
    )
    {
        (interaction.OutcomeMetric, interaction.OutcomeValue) = outcome;
        if (signals.RemoveAll(s => s.SignalKey == ScoredRows.OutcomeSignalKey) > 0)
            ReplacedOutcomes.Add(interaction.Id);
        if (ScoredRows.OutcomeSignal(interaction.Id, outcome.Metric, outcome.Value, workflow) is { } signal)
            Take(signal, signals);
    }

    /// <summary>Writes what was gathered, but for the counters.</summary>
    public async Task StoreAsync(TriageDbContext db, IProviderStatements statements, CancellationToken cancellationToken)
    {
        var replaced = ReplacedOutcomes.ToArray();
        if (replaced.Length > 0)
            await db
                .Signals.Where(s => replaced.Contains(s.InteractionId) && s.SignalKey == ScoredRows.OutcomeSignalKey)
                .ExecuteDeleteAsync(cancellationToken);
        var anew = ReadAnew.ToArray();
        if (anew.Length > 0)
            await db.Signals.Where(s => anew.Contains(s.Id)).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, NewSignals, cancellationToken);
        await statements.BulkLoadAsync(db, Scores, cancellationToken);
        if (Scores.Count > 0)
            await statements.ApplyStagedScoresAsync(db, BatchId, cancellationToken);
        await admissions.StoreAsync(db, statements, cancellationToken);
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
        var (priority, reason) = ScoredRows.Rank(interaction, signals, workflow, admissions.Strongest(interaction));
        Scores.Add(
            new StagedScore
            {
                BatchId = BatchId,
                InteractionId = interaction.Id,
                Suspicion = interaction.Suspicion,
                Questionable = interaction.Questionable,
                OutcomeMetric = interaction.OutcomeMetric,
                OutcomeValue = interaction.OutcomeValue,
                Priority = priority,
                Reason = reason,
            }
        );
        var slots =
            interaction.Questionable && considered.Add(interaction.Id)
                ? admissions.AdmitQuestionable(interaction, signals, workflow, audited.Contains(interaction.Id))
                : 0;
        Counters.TryGetValue(workflow.Id, out var count);
        var questionable = (interaction.Questionable ? 1 : 0) - (wasQuestionable ? 1 : 0);
        Counters[workflow.Id] = new CounterChange(0, count.Questionable + questionable, count.OpenSlots + slots);
    }
}
