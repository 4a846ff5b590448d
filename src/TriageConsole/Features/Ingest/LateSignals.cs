using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>Joins signals and outcomes to interactions that are stored already, and scores those anew.</summary>
internal sealed class LateSignals(
    TriageDbContext db,
    IProviderStatements statements,
    RollupChanges rollups,
    List<GiverLedger> ledgers,
    long tenantId,
    DateTimeOffset now
)
{
    /// <summary>The key of an outcome that came with a copy of its interaction: it fills a missing one, it corrects none.</summary>
    public const string FillOutcomeKey = "fill:outcome";

    private readonly Dictionary<long, CounterChange> counters = [];

    private int changedWhileWaiting;

    /// <summary>New lines joined, waiting rows joined, new lines that wait, new lines known already, those (joined or waiting) that replaced an earlier one, those that found no room.</summary>
    public sealed record Outcome(
        int Joined,
        int JoinedFromWaiting,
        int Waiting,
        int Duplicates,
        int Changed,
        IReadOnlyList<LateLine> Refused,
        IReadOnlyDictionary<long, CounterChange> Counters
    );

    public async Task<Outcome> JoinAsync(List<LateLine> late, CancellationToken cancellationToken)
    {
        var target = await FindAsync(late, cancellationToken);
        var found = late.Where(l => target.ContainsKey(l.Event)).ToList();
        var waiting = late.Where(l => !target.ContainsKey(l.Event) && l.PendingId == 0).ToList();
        var change =
            found.Count == 0
                ? null
                : await ScoreAsync(found.GroupBy(l => target[l.Event]).ToDictionary(g => g.Key, g => g.ToList()), cancellationToken);
        var done = found.Where(l => l.PendingId > 0).Select(l => l.PendingId).ToArray();
        if (done.Length > 0)
            await db.PendingSignals.Where(p => done.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken);
        var waits = waiting.Count == 0 ? 0 : await WaitAsync(waiting, cancellationToken);
        var (duplicates, refused) = (change?.Duplicates ?? 0, change?.Refused ?? []);
        return new Outcome(
            found.Count(l => l.PendingId == 0) - duplicates - refused.Count(l => l.PendingId == 0),
            done.Length - refused.Count(l => l.PendingId > 0),
            waits,
            duplicates + waiting.Count - waits,
            (change?.Changed ?? 0) + changedWhileWaiting,
            refused,
            counters
        );
    }

    /// <summary>The interaction of each event: by trace, or the latest of its task that was shown: what a user did says nothing of an answer in shadow.</summary>
    private async Task<Dictionary<LateEvent, long>> FindAsync(List<LateLine> late, CancellationToken cancellationToken)
    {
        var traces = late.Select(l => l.Event.TraceId).Where(t => t.Length > 0).Distinct().ToArray();
        var byTrace =
            traces.Length == 0
                ? []
                : await db
                    .Interactions.Where(i => i.TenantId == tenantId && traces.Contains(i.TraceId))
                    .Select(i => new { i.TraceId, i.Id })
                    .ToDictionaryAsync(i => i.TraceId, i => i.Id, cancellationToken);
        var tasks = late.Where(l => l.Event.TraceId.Length == 0).Select(l => l.Event.TaskId).Distinct().ToArray();
        // A sender may give thousands of interactions one task: only the latest of each is read.
        var byTask =
            tasks.Length == 0
                ? []
                : await db
                    .Interactions.Where(i => i.TenantId == tenantId && tasks.Contains(i.TaskId) && !i.Shadow)
                    .GroupBy(i => new { i.Workflow!.Key, i.TaskId })
                    .Select(g => new
                    {
                        g.Key,
                        Latest = g.OrderByDescending(i => i.Timestamp).ThenByDescending(i => i.Id).Select(i => i.Id).First(),
                    })
                    .ToDictionaryAsync(i => (i.Key.Key, i.Key.TaskId), i => i.Latest, cancellationToken);
        var target = new Dictionary<LateEvent, long>(ReferenceEqualityComparer.Instance);
        foreach (var e in late.Select(l => l.Event))
            if (e.TraceId.Length > 0 ? byTrace.TryGetValue(e.TraceId, out var id) : byTask.TryGetValue((e.TaskType!, e.TaskId!), out id))
                target[e] = id;
        return target;
    }

    private async Task<ScoreChanges> ScoreAsync(Dictionary<long, List<LateLine>> byInteraction, CancellationToken cancellationToken)
    {
        var ids = byInteraction.Keys.ToArray();
        await statements.LockInteractionsAsync(db, ids, cancellationToken);
        var interactions = await db
            .Interactions.AsNoTracking()
            .Where(i => ids.Contains(i.Id))
            .ToDictionaryAsync(i => i.Id, cancellationToken);
        // Texts only of those that come again: an interaction may have thousands of signals with long ones.
        var keys = byInteraction.Values.SelectMany(l => l).Select(l => l.Event.Signal.Key).Distinct().ToArray();
        var signals = (
            await db
                .Signals.Where(s => ids.Contains(s.InteractionId))
                .Select(s => new Signal
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
                    TextValue = keys.Contains(s.SignalKey) ? s.TextValue : null,
                    Comment = keys.Contains(s.SignalKey) ? s.Comment : null,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(s => s.InteractionId);
        var workflows = await WorkflowSettings.LoadAsync(
            db,
            interactions.Values.Select(i => i.WorkflowId).Distinct().ToArray(),
            cancellationToken
        );
        var given = byInteraction
            .SelectMany(e => e.Value.Where(l => GiverLedger.IsGiven(l.Event.Signal.Type)).Select(l => (l.Event, Of: interactions[e.Key])))
            .Select(g => GiverLedger.Given.Of(g.Of, g.Event.Signal.UserId, g.Event.Signal.Timestamp ?? now))
            .ToList();
        var ledger = await GiverLedger.LoadAsync(db, given, cancellationToken);
        ledgers.Add(ledger);
        var change = await ScoreChanges.LoadAsync(db, ids, workflows.Values, rollups, ledger, now, cancellationToken);
        foreach (var (id, events) in byInteraction)
            change.Add(interactions[id], [.. signals[id]], events, workflows[interactions[id].WorkflowId]);
        await change.StoreAsync(db, statements, cancellationToken);
        foreach (var (workflow, count) in change.Counters)
            counters[workflow] = count;
        return change;
    }

    /// <summary>Keeps what waits, of the same id the later; returns how many lines wait that did not already.</summary>
    private async Task<int> WaitAsync(List<LateLine> lines, CancellationToken cancellationToken)
    {
        var rows = lines.ConvertAll(l => new PendingSignal
        {
            TenantId = tenantId,
            TraceId = l.Event.TraceId,
            TaskType = l.Event.TaskType,
            TaskId = l.Event.TaskId,
            ReceivedAt = now,
            Body = PendingBody.Write(l.Event),
            // Two tasks may wait for signals of the same content; the task is part of what tells them apart.
            SignalKey =
                l.Event.TraceId.Length > 0
                    ? l.Event.Signal.Key
                    : EventReader.KeyOfTaskSignal(l.Event.TaskType!, l.Event.TaskId!, l.Event.Signal.Key),
        });
        var traces = rows.Select(r => r.TraceId).Distinct().ToArray();
        var keys = rows.Select(r => r.SignalKey).Distinct().ToArray();
        var standing = (
            await db
                .PendingSignals.AsNoTracking()
                .Where(p => p.TenantId == tenantId && traces.Contains(p.TraceId) && keys.Contains(p.SignalKey))
                .ToListAsync(cancellationToken)
        ).ToDictionary(p => (p.TraceId, p.SignalKey), p => (Row: p, PendingBody.Read(p.Body).Signal));
        var waits = 0;
        var replaced = new List<long>();
        for (var n = 0; n < rows.Count; n++)
        {
            var key = (rows[n].TraceId, rows[n].SignalKey);
            if (standing.TryGetValue(key, out var earlier))
            {
                if (!SignalVersions.Replaces(earlier.Signal, lines[n].Event.Signal))
                    continue;
                if (earlier.Row.Id > 0)
                    replaced.Add(earlier.Row.Id);
                changedWhileWaiting++;
            }

            waits++;
            standing[key] = (rows[n], lines[n].Event.Signal);
        }

        if (replaced.Count > 0)
            await db.PendingSignals.Where(p => replaced.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, standing.Values.Where(s => s.Row.Id == 0).Select(s => s.Row).ToList(), cancellationToken);
        return waits;
    }
}
