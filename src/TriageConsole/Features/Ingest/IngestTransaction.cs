using TriageConsole.Core;
using TriageConsole.Core.Events;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Processes one tenant's batch in one database transaction: looks up stored rows, collects changes, runs the stages and stores the result.
/// A race with a parallel batch causes a unique violation; the caller then retries the whole batch.
/// </summary>
internal sealed class IngestTransaction(
    TriageDbContext db,
    IProviderStatements statements,
    IEnumerable<IIngestStage> stages,
    EventLogOutbox log,
    (long Id, string Key) tenant,
    int maxWorkflows,
    KeyedHash hash,
    RawTextStore rawTexts,
    DateTimeOffset now
)
{
    private readonly IngestResult result = new();
    private readonly IngestUnit unit = new(db, statements, now);
    private readonly LineTargets targets = new(db, tenant.Id);
    private readonly WaitingSignals waiting = new(db, statements, tenant.Id, now);
    private readonly TraceStore traces = new(db, statements, tenant.Id, hash, now);
    private readonly List<(EventLine Line, Refusal Refusal)> refused = [];

    /// <summary>New content of interactions whose traces have more spans now.</summary>
    private readonly Dictionary<string, InteractionEvent> revisions = new(StringComparer.Ordinal);

    /// <summary>Workflows whose rows changed.</summary>
    public IReadOnlyCollection<long> TouchedWorkflows => unit.TouchedWorkflows;

    public async Task<IngestResult> RunAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        var settings = await TenantRedaction.LoadAsync(db, tenant.Id, cancellationToken);
        var redaction = new IngestRedaction(db, statements, tenant.Id, settings, hash, now);
        // What has waited or comes from the event log is redacted already.
        if (batch.IsNew)
            batch = await redaction.ApplyAsync(batch, cancellationToken);
        refused.AddRange(batch.Refused);
        var folded = batch.Parts.Count + batch.Folds.Count == 0 ? [] : await traces.AddAsync(batch, refused, result, cancellationToken);
        refused.AddRange(folded.Where(f => f.Parsed.Refusal is not null).Select(f => (f.Line, f.Parsed.Refusal!)));
        folded.RemoveAll(f => f.Parsed.Interaction is null);
        List<(EventLine Line, InteractionEvent Event)> interactions =
        [
            .. batch.Interactions,
            .. folded.Select(f => (f.Line, f.Parsed.Interaction!)),
        ];
        if (interactions.Count + batch.Late.Count > 0)
            await ChangeAsync(batch, redaction, interactions, folded, cancellationToken);
        var quarantine = new Quarantine(db, statements, tenant.Id, settings.Widest, hash, now);
        var rows = await quarantine.StoreAsync(refused, result, cancellationToken);
        if (log.IsOn && batch.IsNew)
        {
            var userOf = unit.Interactions.ToDictionary(i => i.Row.TraceId, i => i.Row.UserId, StringComparer.Ordinal);
            var userById = unit.Interactions.ToDictionary(i => i.Row.Id, i => i.Row.UserId);
            var userOfLate = (LateEvent e) => targets.Of(e) is { } id ? userById.GetValueOrDefault(id) : null;
            await log.AppendAsync(db, tenant, batch, rows, userOf, userOfLate, now, cancellationToken);
        }

        return result;
    }

    private async Task ChangeAsync(
        IngestBatch batch,
        IngestRedaction redaction,
        List<(EventLine Line, InteractionEvent Event)> interactions,
        List<TraceStore.FoldedTrace> folded,
        CancellationToken cancellationToken
    )
    {
        var traceIds = interactions.Select(e => e.Event.TraceId).Concat(batch.Late.Select(l => l.Event.TraceId));
        await targets.FindTracesAsync(traceIds, cancellationToken);
        foreach (var fold in folded.Where(f => f.Trace.IsBuilt && targets.Knows(f.Trace.TraceId)))
            revisions[fold.Trace.TraceId] = fold.Parsed.Interaction!;
        var built = folded.Where(f => !f.Trace.IsBuilt && !targets.Knows(f.Trace.TraceId)).Select(f => f.Trace).ToList();
        var unknown = interactions.Select(e => e.Event).Where(e => !targets.Knows(e.TraceId)).DistinctBy(e => e.TraceId).ToList();
        var waited = batch.LeavesWaiting ? [] : await waiting.TakeAsync(unknown, cancellationToken);
        List<LateEvent> signals = [.. waited.Concat(batch.Late).Select(l => l.Event)];
        await targets.FindTasksAsync(signals, cancellationToken);
        await targets.FindOutputsAsync(signals, cancellationToken);
        await targets.FindSessionsAsync(signals, cancellationToken);
        var workflows = await IngestWorkflow.LoadAsync(
            db,
            tenant.Id,
            [.. unknown.Select(e => e.TaskType).Distinct()],
            [.. targets.Workflows],
            maxWorkflows,
            now,
            cancellationToken
        );
        var sentAgain = await AddNewAsync(interactions, unknown.Count, workflows, cancellationToken);
        await traces.MarkBuiltAsync([.. built.Where(t => targets.Knows(t.TraceId)).Select(t => t.Id)], cancellationToken);
        // The waiting lines arrived before all lines of the batch.
        List<LateLine> late = [.. waited.Concat(sentAgain).Concat(batch.Late).OrderBy(l => l.Line.Number)];
        await AddLateAsync(late, workflows, cancellationToken);
        if (redaction.RawTexts(unit.Interactions) is { Count: > 0 } texts)
            unit.Write(token => rawTexts.StoreAsync(db, tenant.Id, hash, texts, now, token));
        // Scoring decides which signals are stored, so they are read when it has run.
        unit.Write(async token =>
        {
            if (redaction.RawFeedback(unit.Interactions) is { Count: > 0 } feedback)
                await rawTexts.StoreAsync(db, tenant.Id, hash, feedback, now, token);
        });
        await unit.RunAsync(stages, cancellationToken);
        CountLate(late);
        await waiting.RemoveAsync(
            [.. late.Where(l => l.HasWaited && targets.Of(l.Event) is not null).Select(l => l.PendingId)],
            cancellationToken
        );
        var early = late.Where(l => l.IsNew && targets.Of(l.Event) is null).ToList();
        if (early.Count > 0)
            await waiting.KeepAsync(early, result, cancellationToken);
    }

    /// <summary>Adds the new interactions. Returns the new signals and outcomes of interactions that are already stored.</summary>
    private async Task<List<LateLine>> AddNewAsync(
        List<(EventLine Line, InteractionEvent Event)> interactions,
        int max,
        IngestWorkflows workflows,
        CancellationToken cancellationToken
    )
    {
        var sentAgain = new List<LateLine>();
        var ids = max == 0 ? [] : await statements.ReserveInteractionIdsAsync(db, max, cancellationToken);
        foreach (var (line, e) in interactions)
        {
            if (revisions.ContainsKey(e.TraceId))
                continue;
            if (targets.Knows(e.TraceId))
            {
                result.Duplicates++;
                sentAgain.AddRange(LateLine.OfKnown(line, e));
            }
            else if (workflows.ByKey.TryGetValue(e.TaskType, out var workflow))
            {
                var added = UnitInteraction.New(InteractionRows.Row(e, ids[result.Accepted++], tenant.Id, workflow.Id, now), e, workflow);
                unit.Interactions.Add(added);
                unit.Count(workflow.Id, new CounterChange(Interactions: 1));
                targets.Add(added);
            }
            else
            {
                refused.Add((line, TooManyWorkflows(e.TaskType)));
            }
        }

        return sentAgain;
    }

    /// <summary>Assigns each line to its interaction. A stored interaction is loaded first.</summary>
    private async Task AddLateAsync(List<LateLine> late, IngestWorkflows workflows, CancellationToken cancellationToken)
    {
        var byId = unit.Interactions.ToDictionary(i => i.Row.Id);
        var stored = late.Select(l => targets.Of(l.Event))
            .OfType<long>()
            .Concat(revisions.Keys.Select(targets.IdOf))
            .Where(id => !byId.ContainsKey(id))
            .Distinct()
            .ToArray();
        if (stored.Length > 0)
        {
            var keys = late.Select(l => l.Event.Signal.Key).Distinct().ToArray();
            await unit.AddStoredAsync(stored, workflows.ById, keys, isReread: false, cancellationToken);
            foreach (var i in unit.Interactions.TakeLast(unit.Interactions.Count - byId.Count))
                byId[i.Row.Id] = i;
        }

        foreach (var (trace, e) in revisions)
            byId[targets.IdOf(trace)].Revise(e);
        foreach (var line in late)
            if (targets.Of(line.Event) is { } id)
                byId[id].Lines.Add(line);
    }

    private void CountLate(List<LateLine> late)
    {
        var joined = late.Where(l => targets.Of(l.Event) is not null).ToList();
        var verdicts = unit.Verdicts;
        result.Joined += joined.Count(l => l.IsNew) - verdicts.Duplicates - verdicts.Refused.Count(l => l.IsNew);
        result.JoinedFromWaiting += joined.Count(l => l.HasWaited) - verdicts.Refused.Count(l => l.HasWaited);
        result.Duplicates += verdicts.Duplicates;
        result.Changed += verdicts.Changed;
        refused.AddRange(verdicts.Refused.Select(l => (l.Line, TooManySignals)));
    }

    private static Refusal TooManySignals { get; } =
        new("too_many_signals", $"The interaction already has the maximum of {LateLine.MaxSignals} signals.");

    private static Refusal TooManyWorkflows(string taskType) =>
        new(
            "too_many_workflows",
            $"The tenant has the maximum number of workflows; '{Texts.Cut(taskType, 61)}' is not one of them. An "
                + $"administrator can raise the limit."
        );
}
