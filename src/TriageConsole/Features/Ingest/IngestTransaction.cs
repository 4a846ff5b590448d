using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// One tenant's batch inside one transaction: look up what is known, load what is new in one COPY a table, join late signals.
/// A race with a parallel batch shows as a unique violation; the caller runs the whole batch again.
/// </summary>
internal sealed class IngestTransaction(
    TriageDbContext db,
    IProviderStatements statements,
    long tenantId,
    int maxWorkflows,
    DateTimeOffset now
)
{
    /// <summary>Of what waits for the interactions of a batch, so much is joined with it; the rest a little later.</summary>
    private const int MaxWaiting = 1000;

    private readonly IngestResult result = new();
    private readonly List<(EventLine Line, Refusal Refusal)> refused = [];
    private readonly Dictionary<long, CounterChange> counters = [];
    private readonly RollupChanges rollups = new();
    private readonly List<GiverLedger> ledgers = [];

    /// <summary>The lowest id of the interactions loaded.</summary>
    private long? firstLoaded;

    /// <summary>Workflows whose rows changed.</summary>
    public IReadOnlyCollection<long> TouchedWorkflows => counters.Keys;

    public async Task<IngestResult> RunAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        refused.AddRange(batch.Refused);
        var late = batch.Late.ToList();
        if (batch.Interactions.Count > 0)
            late.AddRange(await LoadInteractionsAsync(batch.Interactions, batch.LeavesWaiting, cancellationToken));
        // What waited came before all lines of the batch.
        if (late.Count > 0)
            await JoinAsync([.. late.OrderBy(l => l.Line.Number)], cancellationToken);
        if (refused.Count > 0)
            await QuarantineAsync(cancellationToken);
        await rollups.StoreAsync(db, statements, now, cancellationToken);
        if (firstLoaded is { } first)
            await SearchAgainAsync(first, cancellationToken);
        foreach (var ledger in ledgers)
            await ledger.StoreAsync(db, statements, cancellationToken);
        foreach (var (workflow, change) in counters.OrderBy(c => c.Key))
            await statements.AddToCountersAsync(db, workflow, change, cancellationToken);
        return result;
    }

    /// <summary>Loads new interactions with their signals; returns what known ones bring along as late signals.</summary>
    private async Task<List<LateLine>> LoadInteractionsAsync(
        List<(EventLine Line, InteractionEvent Event)> events,
        bool leavesWaiting,
        CancellationToken cancellationToken
    )
    {
        var traces = events.Select(e => e.Event.TraceId).Distinct().ToArray();
        var known = (
            await db
                .Interactions.Where(i => i.TenantId == tenantId && traces.Contains(i.TraceId))
                .Select(i => i.TraceId)
                .ToListAsync(cancellationToken)
        ).ToHashSet();
        var workflows = await WorkflowSettings.LoadAsync(
            db,
            tenantId,
            [.. events.Where(e => !known.Contains(e.Event.TraceId)).Select(e => e.Event.TaskType).Distinct()],
            maxWorkflows,
            now,
            cancellationToken
        );
        var fresh = new List<InteractionEvent>();
        var late = new List<LateLine>();
        foreach (var (line, e) in events)
        {
            if (known.Contains(e.TraceId))
            {
                result.Duplicates++;
                late.AddRange(AsLate(e).Select(l => new LateLine(line, l, -1)));
            }
            else if (workflows.ContainsKey(e.TaskType))
            {
                known.Add(e.TraceId);
                fresh.Add(e);
            }
            else
            {
                refused.Add(
                    (
                        line,
                        new Refusal(
                            "too_many_workflows",
                            $"The tenant has as many workflows as it may have; '{Texts.Cut(e.TaskType, 61)}' would be another. An administrator can raise the limit."
                        )
                    )
                );
            }
        }

        result.Accepted += fresh.Count;
        if (fresh.Count > 0)
            await LoadAsync(fresh, workflows, cancellationToken);
        if (!leavesWaiting)
            late.AddRange(await TakeWaitingAsync(fresh, cancellationToken));
        return late;
    }

    private async Task LoadAsync(
        List<InteractionEvent> fresh,
        Dictionary<string, WorkflowSettings> workflows,
        CancellationToken cancellationToken
    )
    {
        var ids = await statements.ReserveInteractionIdsAsync(db, fresh.Count, cancellationToken);
        firstLoaded = ids.Min();
        var signals = new List<Signal>(fresh.Count * 4);
        var admissions = await Admissions.LoadAsync(db, workflows.Values, now, cancellationToken);
        var rows = fresh.Select((e, n) => ScoredRows.Interaction(e, ids[n], tenantId, workflows[e.TaskType].Id, now)).ToList();
        var ledger = await GiversAsync(fresh, rows, cancellationToken);
        for (var n = 0; n < fresh.Count; n++)
        {
            var (workflow, row) = (workflows[fresh[n].TaskType], rows[n]);
            List<Signal> own =
            [
                .. SignalVersions
                    .Standing(fresh[n].Feedback)
                    .Select(f => ledger.Weigh(ScoredRows.Signal(f, row.Id, workflow), row, f.Timestamp ?? row.Timestamp, workflow)),
                .. ScoredRows.DerivedSignals(row, workflow),
            ];
            row.Suspicion = ScoredRows.Score(own);
            row.Questionable = row.Suspicion >= workflow.Threshold;
            var slots = admissions.AdmitNew(row, own, workflow);
            signals.AddRange(own);
            rollups.Add(row, own);
            Count(workflow.Id, new CounterChange(1, row.Questionable ? 1 : 0, slots));
        }

        await statements.BulkLoadAsync(db, rows, cancellationToken);
        await statements.LoadPayloadsAsync(db, fresh.Select((e, n) => ScoredRows.Payload(e, ids[n])).ToList(), cancellationToken);
        await statements.BulkLoadAsync(db, signals, cancellationToken);
        await admissions.StoreAsync(db, statements, cancellationToken);
    }

    /// <summary>
    /// Where releases are compared, these interactions are searched for tasks of both, although ids above theirs were searched already: ids
    /// are reserved before the workflow's lock, which is held here, as it is by the search.
    /// </summary>
    private async Task SearchAgainAsync(long first, CancellationToken cancellationToken)
    {
        var workflows = counters.Keys.ToArray();
        await db
            .ArmComparisons.Where(c => c.TenantId == tenantId && workflows.Contains(c.WorkflowId) && c.SearchedTo >= first)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.SearchedTo, first - 1), cancellationToken);
    }

    private async Task<GiverLedger> GiversAsync(List<InteractionEvent> fresh, List<Interaction> rows, CancellationToken cancellationToken)
    {
        var given = fresh
            .SelectMany(
                (e, n) =>
                    e
                        .Feedback.Where(f => GiverLedger.IsGiven(f.Type))
                        .Select(f => GiverLedger.Given.Of(rows[n], f.UserId, f.Timestamp ?? rows[n].Timestamp))
            )
            .ToList();
        var ledger = await GiverLedger.LoadAsync(db, given, cancellationToken);
        ledgers.Add(ledger);
        if (given.Count > 0)
            foreach (var row in rows)
                ledger.CountEvent(row.WorkflowId, row.Timestamp);
        return ledger;
    }

    /// <summary>A known interaction sent again changes nothing but what is new about it: further signals, an outcome that was missing.</summary>
    private static IEnumerable<LateEvent> AsLate(InteractionEvent e)
    {
        foreach (var signal in e.Feedback)
            yield return new LateEvent { TraceId = e.TraceId, Signal = signal };
        if (e.OutcomeMetricName is null || e.OutcomeMetricValue is null)
            yield break;
        yield return new LateEvent
        {
            TraceId = e.TraceId,
            OutcomeMetricName = e.OutcomeMetricName,
            OutcomeMetricValue = e.OutcomeMetricValue,
            Signal = new SignalEvent
            {
                Key = LateSignals.FillOutcomeKey,
                Type = "outcome",
                Name = e.OutcomeMetricName,
                Number = e.OutcomeMetricValue,
            },
        };
    }

    /// <summary>The signals that waited for these interactions, by trace or by task.</summary>
    private async Task<List<LateLine>> TakeWaitingAsync(List<InteractionEvent> fresh, CancellationToken cancellationToken)
    {
        if (fresh.Count == 0 || !await db.PendingSignals.AnyAsync(p => p.TenantId == tenantId, cancellationToken))
            return [];
        var traces = fresh.Select(e => e.TraceId).ToArray();
        var tasks = fresh.Where(e => !e.Shadow).Select(e => e.TaskId).Distinct().ToArray();
        var waiting = await db
            .PendingSignals.Where(p =>
                p.TenantId == tenantId && (traces.Contains(p.TraceId) || (p.TraceId == "" && tasks.Contains(p.TaskId!)))
            )
            .OrderBy(p => p.Id)
            .Take(MaxWaiting)
            .Select(p => new { p.Id, p.Body })
            .ToListAsync(cancellationToken);
        return [.. waiting.Select(p => new LateLine(new EventLine(0, default), PendingBody.Read(p.Body), p.Id))];
    }

    private async Task JoinAsync(List<LateLine> late, CancellationToken cancellationToken)
    {
        var outcome = await new LateSignals(db, statements, rollups, ledgers, tenantId, now).JoinAsync(late, cancellationToken);
        foreach (var (workflow, change) in outcome.Counters)
            Count(workflow, change);
        result.Joined += outcome.Joined;
        result.JoinedFromWaiting += outcome.JoinedFromWaiting;
        result.Waiting += outcome.Waiting;
        result.Duplicates += outcome.Duplicates;
        result.Changed += outcome.Changed;
        refused.AddRange(
            outcome.Refused.Select(l =>
                (l.Line, new Refusal("too_many_signals", $"Its interaction has {ScoreChanges.MaxSignals} signals, the most it may have."))
            )
        );
    }

    private async Task QuarantineAsync(CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, QuarantinedEvent>();
        foreach (var (line, refusal) in refused)
        {
            result.Quarantine(new LineVerdict(line.Number, refusal.Reason, refusal.Detail));
            var (text, hash) = PendingBody.Quarantined(line.Bytes.Span);
            rows[hash] = new QuarantinedEvent
            {
                TenantId = tenantId,
                ContentHash = hash,
                Reason = refusal.Reason,
                Detail = refusal.Detail,
                Line = text,
                ReceivedAt = now,
            };
        }

        var hashes = rows.Keys.ToArray();
        var known = await db
            .QuarantinedEvents.Where(q => q.TenantId == tenantId && hashes.Contains(q.ContentHash))
            .Select(q => q.ContentHash)
            .ToListAsync(cancellationToken);
        foreach (var hash in known)
            rows.Remove(hash);
        await statements.BulkLoadAsync(db, rows.Values, cancellationToken);
    }

    private void Count(long workflow, CounterChange change) =>
        counters[workflow] = counters.TryGetValue(workflow, out var sum)
            ? new CounterChange(
                sum.Interactions + change.Interactions,
                sum.Questionable + change.Questionable,
                sum.OpenSlots + change.OpenSlots
            )
            : change;
}
