using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Core.Redaction;
using TriageConsole.Core.Telemetry;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Keeps the parts of a tenant's traces and folds each changed trace into one interaction. The row of the trace is locked until the
/// transaction ends, so that two requests with spans of one trace see each other's parts.
/// </summary>
internal sealed class TraceStore(TriageDbContext db, IProviderStatements statements, long tenantId, KeyedHash hash, DateTimeOffset now)
{
    /// <summary>Maximum number of parts of a trace.</summary>
    public const int MaxParts = 20_000;

    /// <summary>
    /// A trace with more parts is folded by a job a few seconds later, because each fold reads all parts: thousands of requests with one
    /// span each would read millions.
    /// </summary>
    public const int LargeParts = 1000;

    /// <summary>An interaction that was folded from its parts.</summary>
    /// <param name="Trace">The stored trace.</param>
    /// <param name="Line">The first line of the batch that belongs to it, with the folded event.</param>
    /// <param name="Parsed">The event, or the reason why it is refused.</param>
    public readonly record struct FoldedTrace(StoredTrace Trace, EventLine Line, ParsedEvent Parsed);

    /// <summary>Stores the parts that are not known. Returns the interactions of the traces that changed.</summary>
    /// <param name="batch">Has parts of any traces, and traces to fold.</param>
    /// <param name="refused">Takes the parts of traces that are too large.</param>
    /// <param name="result">Counts the parts that are known already.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<List<FoldedTrace>> AddAsync(
        IngestBatch batch,
        List<(EventLine Line, Refusal Refusal)> refused,
        IngestResult result,
        CancellationToken cancellationToken
    )
    {
        var traces = await LockAsync(batch, cancellationToken);
        var rows = traces.Values.Select(t => t.Id).ToArray();
        var known = (
            await db
                .StoredTraceParts.Where(p => rows.Contains(p.StoredTraceId))
                .Select(p => new { p.StoredTraceId, p.PartKey })
                .ToListAsync(cancellationToken)
        )
            .GroupBy(p => p.StoredTraceId)
            .ToDictionary(g => g.Key, g => g.Select(p => p.PartKey).ToHashSet(StringComparer.Ordinal));
        var (added, changed) = (new List<StoredTracePart>(), new OrderedDictionary<StoredTrace, EventLine>());
        foreach (var line in batch.Parts)
        {
            var trace = traces[line.TraceId];
            if (!known.TryGetValue(trace.Id, out var keys))
                known[trace.Id] = keys = new(StringComparer.Ordinal);
            if (keys.Contains(line.PartKey))
            {
                result.Duplicates++;
            }
            else if (keys.Count >= MaxParts)
            {
                refused.Add((line.Line, TooManyParts));
            }
            else
            {
                keys.Add(line.PartKey);
                changed.TryAdd(trace, line.Line);
                added.Add(
                    new StoredTracePart
                    {
                        StoredTraceId = trace.Id,
                        PartKey = line.PartKey,
                        OutputId = line.OutputId,
                        Body = System.Text.Encoding.UTF8.GetString(line.Line.Bytes.Span),
                    }
                );
            }
        }

        await statements.BulkLoadAsync(db, added, cancellationToken);
        await SetNeedsFoldAsync(true, [.. changed.Keys.Where(t => t.IsBuilt && known[t.Id].Count > LargeParts)], cancellationToken);
        foreach (var large in changed.Keys.Where(t => t.NeedsFold).ToList())
            changed.Remove(large);
        var waiting = batch.Folds.Select(traces.GetValueOrDefault).OfType<StoredTrace>().ToList();
        await SetNeedsFoldAsync(false, waiting, cancellationToken);
        foreach (var trace in waiting)
            changed.TryAdd(trace, new EventLine(0, default));
        return await FoldAsync(changed, cancellationToken);
    }

    /// <summary>Records that the interactions of these traces come from their parts.</summary>
    public async Task MarkBuiltAsync(long[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length > 0)
            await db
                .StoredTraces.Where(t => ids.Contains(t.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.IsBuilt, true), cancellationToken);
    }

    private async Task SetNeedsFoldAsync(bool value, List<StoredTrace> of, CancellationToken cancellationToken)
    {
        if (of.Count == 0)
            return;
        var ids = of.ConvertAll(t => t.Id);
        await db
            .StoredTraces.Where(t => ids.Contains(t.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.NeedsFold, value), cancellationToken);
        of.ForEach(t => t.NeedsFold = value);
    }

    /// <summary>Locks the known traces and adds the unknown ones. If another request adds one first, the batch runs again.</summary>
    private async Task<Dictionary<string, StoredTrace>> LockAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        var ids = batch.Parts.Select(l => l.TraceId).Concat(batch.Folds).Distinct(StringComparer.Ordinal).ToArray();
        await db
            .StoredTraces.Where(t => t.TenantId == tenantId && ids.Contains(t.TraceId))
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.UpdatedAt, now), cancellationToken);
        var traces = await db
            .StoredTraces.AsNoTracking()
            .Where(t => t.TenantId == tenantId && ids.Contains(t.TraceId))
            .ToDictionaryAsync(t => t.TraceId, StringComparer.Ordinal, cancellationToken);
        foreach (var line in batch.Parts)
        {
            if (traces.ContainsKey(line.TraceId))
                continue;
            var trace = new StoredTrace
            {
                TenantId = tenantId,
                TraceId = line.TraceId,
                DefaultWorkflow = line.DefaultWorkflow,
                UpdatedAt = now,
            };
            db.StoredTraces.Add(trace);
            traces[line.TraceId] = trace;
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return traces;
    }

    private async Task<List<FoldedTrace>> FoldAsync(OrderedDictionary<StoredTrace, EventLine> changed, CancellationToken cancellationToken)
    {
        var ids = changed.Keys.Select(t => t.Id).ToArray();
        if (ids.Length == 0)
            return [];
        var bodies = (
            await db
                .StoredTraceParts.Where(p => ids.Contains(p.StoredTraceId))
                .Select(p => new { p.StoredTraceId, p.Body })
                .ToListAsync(cancellationToken)
        ).ToLookup(p => p.StoredTraceId, p => p.Body);
        var folded = new List<FoldedTrace>();
        foreach (var (trace, line) in changed)
        {
            var parts = bodies[trace.Id].Select(TracePart.Read).ToList();
            if (TraceFold.Fold(trace.TraceId, parts, trace.DefaultWorkflow) is not { } bytes)
                continue;
            var parsed = EventReader.Read(bytes, now);
            // Keys that the fold composes, such as the ids of documents.
            if (parsed.Interaction is { } e)
                EventRedaction.HashKeys(e, hash.Key);
            folded.Add(new FoldedTrace(trace, new EventLine(line.Number, bytes), parsed));
        }

        return folded;
    }

    private static Refusal TooManyParts { get; } =
        new("too_many_spans", $"The trace already has the maximum of {MaxParts} spans and log records.");
}
