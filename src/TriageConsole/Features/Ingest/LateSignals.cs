using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>Joins signals and outcomes to interactions that are stored already, and scores those anew.</summary>
internal sealed class LateSignals(TriageDbContext db, IProviderStatements statements, RollupChanges rollups, List<GiverLedger> ledgers, long tenantId, DateTimeOffset now)
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

    /// <summary>The interaction of each event: by trace, or the latest of its task that was shown: what a user did says nothing of an answer in shadow.</summary>
    private async Task<Dictionary<LateEvent, long>> FindAsync(List<(long Line, LateEvent Event, long PendingId)> late, CancellationToken cancellationToken)
    {
        var traces = late.Select(l => l.Event.TraceId).Where(t => t.Length > 0).Distinct().ToArray();
        var byTrace = traces.Length == 0 ? [] : await db.Interactions.Where(i => i.TenantId == tenantId && traces.Contains(i.TraceId))
            .Select(i => new { i.TraceId, i.Id }).ToDictionaryAsync(i => i.TraceId, i => i.Id, cancellationToken);
        var tasks = late.Where(l => l.Event.TraceId.Length == 0).Select(l => l.Event.TaskId).Distinct().ToArray();
        var byTask = tasks.Length == 0 ? [] : (await db.Interactions.Where(i => i.TenantId == tenantId && tasks.Contains(i.TaskId) && !i.Shadow)
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
        var given = byInteraction.SelectMany(e => e.Value.Where(l => GiverLedger.IsGiven(l.Signal.Type)).Select(l => (Event: l, Of: interactions[e.Key])))
            .Select(g => GiverLedger.Given.Of(g.Of, g.Event.Signal.UserId, g.Event.Signal.Timestamp ?? now)).ToList();
        var ledger = await GiverLedger.LoadAsync(db, given, cancellationToken);
        ledgers.Add(ledger);
        var change = await ScoreChanges.LoadAsync(db, ids, workflows.Values, rollups, ledger, now, cancellationToken);
        foreach (var (id, events) in byInteraction)
            change.Add(interactions[id], [.. signals[id]], events, workflows[interactions[id].WorkflowId]);
        await change.StoreAsync(db, statements, cancellationToken);
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
