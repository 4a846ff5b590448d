using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>Signals and outcomes of a tenant that wait for their interaction.</summary>
internal sealed class WaitingSignals(TriageDbContext db, IProviderStatements statements, long tenantId, DateTimeOffset now)
{
    /// <summary>Maximum number of waiting signals that are joined in the transaction of a batch. The job joins the rest.</summary>
    private const int MaxTaken = 1000;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The stored form of a waiting signal.</summary>
    public static string Body(LateEvent late) => JsonSerializer.Serialize(late, Relaxed);

    /// <summary>
    /// Reads the stored form. Older versions accepted outcomes outside the bounds and longer names: such an outcome is dropped, and such a
    /// name is cut.
    /// </summary>
    public static LateEvent Read(string body)
    {
        var late = JsonSerializer.Deserialize<LateEvent>(body, Relaxed)!;
        late.Signal.Name = EventReader.SignalName(late.Signal.Name);
        if (late.OutcomeMetricValue is { } value && !EventBounds.Holds(value, EventBounds.Outcome))
            (late.OutcomeMetricName, late.OutcomeMetricValue, late.Signal.Number) = (null, null, null);
        return late;
    }

    /// <summary>Reads the signals that wait for these interactions, by trace, task, response or session.</summary>
    public async Task<List<LateLine>> TakeAsync(IReadOnlyCollection<InteractionEvent> fresh, CancellationToken cancellationToken)
    {
        if (fresh.Count == 0 || !await db.PendingSignals.AnyAsync(p => p.TenantId == tenantId, cancellationToken))
            return [];
        var traces = fresh.Select(e => e.TraceId).ToArray();
        var tasks = fresh.Where(e => !e.Shadow).Select(e => e.TaskId).Distinct().ToArray();
        var outputs = fresh.Select(e => e.OutputId).OfType<string>().Distinct().ToArray();
        var sessions = fresh.Where(e => !e.Shadow).Select(e => e.SessionId).OfType<string>().Distinct().ToArray();
        var waiting = await db
            .PendingSignals.Where(p =>
                p.TenantId == tenantId
                && (
                    traces.Contains(p.TraceId)
                    || (p.TraceId == "" && tasks.Contains(p.TaskId!))
                    || (p.OutputId != null && outputs.Contains(p.OutputId))
                    || (p.SessionId != null && sessions.Contains(p.SessionId))
                )
            )
            .OrderBy(p => p.Id)
            .Take(MaxTaken)
            .Select(p => new { p.Id, p.Body })
            .ToListAsync(cancellationToken);
        return [.. waiting.Select(p => new LateLine(new EventLine(0, default), Read(p.Body), p.Id))];
    }

    /// <summary>
    /// Stores lines whose interaction has not arrived; of the same id the later one is kept. Stored lines count as waiting, the others as
    /// duplicates.
    /// </summary>
    public async Task KeepAsync(List<LateLine> lines, IngestResult result, CancellationToken cancellationToken)
    {
        var rows = lines.ConvertAll(l => new PendingSignal
        {
            TenantId = tenantId,
            TraceId = l.Event.TraceId,
            TaskType = l.Event.TaskType,
            TaskId = l.Event.TaskId,
            OutputId = l.Event.OutputId,
            SessionId = l.Event.SessionId,
            ReceivedAt = now,
            Body = Body(l.Event),
            SignalKey = KeyOf(l.Event),
        });
        var traces = rows.Select(r => r.TraceId).Distinct().ToArray();
        var keys = rows.Select(r => r.SignalKey).Distinct().ToArray();
        var stored = (
            await db
                .PendingSignals.AsNoTracking()
                .Where(p => p.TenantId == tenantId && traces.Contains(p.TraceId) && keys.Contains(p.SignalKey))
                .ToListAsync(cancellationToken)
        ).ToDictionary(p => (p.TraceId, p.SignalKey), p => (Row: p, Read(p.Body).Signal));
        var replaced = new List<long>();
        for (var n = 0; n < rows.Count; n++)
        {
            var key = (rows[n].TraceId, rows[n].SignalKey);
            if (stored.TryGetValue(key, out var earlier))
            {
                if (!SignalVersions.Replaces(earlier.Signal, lines[n].Event.Signal))
                {
                    result.Duplicates++;
                    continue;
                }

                if (earlier.Row.Id > 0)
                    replaced.Add(earlier.Row.Id);
                result.Changed++;
            }

            result.Waiting++;
            stored[key] = (rows[n], lines[n].Event.Signal);
        }

        if (replaced.Count > 0)
            await db.PendingSignals.Where(p => replaced.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, stored.Values.Where(s => s.Row.Id == 0).Select(s => s.Row).ToList(), cancellationToken);
    }

    /// <summary>Two tasks, responses or sessions can wait for signals with the same content, so they are part of the key.</summary>
    private static string KeyOf(LateEvent late) =>
        late.OutputId is { } output ? EventReader.KeyOfOutputSignal(output, late.Signal.Key)
        : late.TraceId.Length > 0 ? late.Signal.Key
        : late.SessionId is { } session ? EventReader.KeyOfSessionSignal(session, late.Signal.Key)
        : EventReader.KeyOfTaskSignal(late.TaskType!, late.TaskId!, late.Signal.Key);

    /// <summary>Deletes the rows of joined signals.</summary>
    public async Task RemoveAsync(long[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length > 0)
            await db.PendingSignals.Where(p => ids.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
