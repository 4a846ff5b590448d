using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Finds the interaction of a signal: the one of its trace, the latest interaction of its task, the one of the response that it names, or
/// the latest interaction of its session. Shadow interactions of a task or session are excluded, because no user saw them.
/// </summary>
internal sealed class LineTargets(TriageDbContext db, long tenantId)
{
    private readonly Dictionary<string, Target> byTrace = [];
    private readonly Dictionary<(string TaskType, string TaskId), Target> byTask = [];

    private readonly Dictionary<string, Target> byOutput = [];

    private readonly Dictionary<string, Target> bySession = new(StringComparer.Ordinal);

    /// <summary>The responses of single model calls in a trace. The interaction has the id of the last one only.</summary>
    private readonly HashSet<(string TraceId, string OutputId)> ofCalls = [];

    private readonly record struct Target(long Id, long WorkflowId, DateTimeOffset Timestamp, string? OutputId = null);

    /// <summary>The workflows of all stored interactions found so far.</summary>
    public IEnumerable<long> Workflows =>
        byTrace.Values.Concat(byTask.Values).Concat(byOutput.Values).Concat(bySession.Values).Select(t => t.WorkflowId).Distinct();

    public bool Knows(string traceId) => byTrace.ContainsKey(traceId);

    /// <summary>The interaction of a known trace.</summary>
    public long IdOf(string traceId) => byTrace[traceId].Id;

    /// <summary>Finds the stored interactions of these traces.</summary>
    public async Task FindTracesAsync(IEnumerable<string> traceIds, CancellationToken cancellationToken)
    {
        var traces = traceIds.Where(t => t.Length > 0).Distinct().ToArray();
        if (traces.Length == 0)
            return;
        foreach (
            var i in await db
                .Interactions.Where(i => i.TenantId == tenantId && traces.Contains(i.TraceId))
                .Select(i => new
                {
                    i.TraceId,
                    i.Id,
                    i.WorkflowId,
                    i.Timestamp,
                    i.OutputId,
                })
                .ToListAsync(cancellationToken)
        )
            byTrace[i.TraceId] = new Target(i.Id, i.WorkflowId, i.Timestamp, i.OutputId);
    }

    /// <summary>
    /// Finds the latest stored interaction of each task that a line names. A task can have thousands of interactions, so only the latest is
    /// read.
    /// </summary>
    public async Task FindTasksAsync(IEnumerable<LateEvent> events, CancellationToken cancellationToken)
    {
        var tasks = events
            .Where(e => e.TraceId.Length == 0 && e.OutputId is null && e.SessionId is null)
            .Select(e => e.TaskId)
            .Distinct()
            .ToArray();
        if (tasks.Length == 0)
            return;
        foreach (
            var task in await db
                .Interactions.Where(i => i.TenantId == tenantId && tasks.Contains(i.TaskId) && !i.Shadow)
                .GroupBy(i => new
                {
                    i.WorkflowId,
                    i.Workflow!.Key,
                    i.TaskId,
                })
                .Select(g => new
                {
                    g.Key,
                    Timestamp = g.Max(i => i.Timestamp),
                    Latest = g.OrderByDescending(i => i.Timestamp).ThenByDescending(i => i.Id).Select(i => i.Id).First(),
                })
                .ToListAsync(cancellationToken)
        )
            byTask[(task.Key.Key, task.Key.TaskId)] = new Target(task.Latest, task.Key.WorkflowId, task.Timestamp);
    }

    /// <summary>
    /// Finds the latest stored interaction of each response that a line names, and the model calls with this response in the trace of the
    /// line.
    /// </summary>
    public async Task FindOutputsAsync(IReadOnlyCollection<LateEvent> events, CancellationToken cancellationToken)
    {
        var outputs = events.Select(e => e.OutputId).OfType<string>().Distinct().ToArray();
        if (outputs.Length == 0)
            return;
        // An application can send the same id with any number of interactions, so only the latest is read.
        var latest = await db
            .Interactions.Where(i => i.TenantId == tenantId && i.OutputId != null && outputs.Contains(i.OutputId))
            .GroupBy(i => i.OutputId)
            .Select(g => new
            {
                g.Key,
                Latest = g.OrderByDescending(i => i.Timestamp).ThenByDescending(i => i.Id).Select(i => i.Id).First(),
            })
            .ToListAsync(cancellationToken);
        var ids = latest.ConvertAll(l => l.Latest);
        foreach (
            var i in await db
                .Interactions.Where(i => ids.Contains(i.Id))
                .Select(i => new
                {
                    i.OutputId,
                    i.Id,
                    i.WorkflowId,
                    i.Timestamp,
                })
                .ToListAsync(cancellationToken)
        )
            byOutput[i.OutputId!] = new Target(i.Id, i.WorkflowId, i.Timestamp);
        var traces = events.Where(e => e.OutputId is not null && e.TraceId.Length > 0).Select(e => e.TraceId).Distinct().ToArray();
        if (traces.Length == 0)
            return;
        foreach (
            var call in await db
                .StoredTraces.Where(t => t.TenantId == tenantId && traces.Contains(t.TraceId))
                .Join(
                    db.StoredTraceParts.Where(p => p.OutputId != null && outputs.Contains(p.OutputId)),
                    t => t.Id,
                    p => p.StoredTraceId,
                    (t, p) => new { t.TraceId, p.OutputId }
                )
                .Distinct()
                .ToListAsync(cancellationToken)
        )
            ofCalls.Add((call.TraceId, call.OutputId!));
    }

    /// <summary>Finds the latest stored interaction of each session that a line names. A session can have thousands of them.</summary>
    public async Task FindSessionsAsync(IEnumerable<LateEvent> events, CancellationToken cancellationToken)
    {
        var sessions = events.Select(e => e.SessionId).OfType<string>().Distinct().ToArray();
        if (sessions.Length == 0)
            return;
        var latest = await db
            .Interactions.Where(i => i.TenantId == tenantId && i.SessionId != null && sessions.Contains(i.SessionId) && !i.Shadow)
            .GroupBy(i => i.SessionId)
            .Select(g => new
            {
                g.Key,
                Latest = g.OrderByDescending(i => i.Timestamp).ThenByDescending(i => i.Id).Select(i => i.Id).First(),
            })
            .ToListAsync(cancellationToken);
        var ids = latest.ConvertAll(l => l.Latest);
        foreach (
            var i in await db
                .Interactions.Where(i => ids.Contains(i.Id))
                .Select(i => new
                {
                    i.SessionId,
                    i.Id,
                    i.WorkflowId,
                    i.Timestamp,
                })
                .ToListAsync(cancellationToken)
        )
            bySession[i.SessionId!] = new Target(i.Id, i.WorkflowId, i.Timestamp);
    }

    /// <summary>Adds an interaction of the batch. The later interaction of a task, a response or a session wins.</summary>
    public void Add(UnitInteraction i)
    {
        var (row, target) = (i.Row, new Target(i.Row.Id, i.Row.WorkflowId, i.Row.Timestamp, i.Row.OutputId));
        byTrace[row.TraceId] = target;
        if (row.OutputId is { } output && (!byOutput.TryGetValue(output, out var earlier) || earlier.Timestamp <= target.Timestamp))
            byOutput[output] = target;
        if (row.Shadow)
            return;
        if (row.SessionId is { } session && (!bySession.TryGetValue(session, out var known) || known.Timestamp <= target.Timestamp))
            bySession[session] = target;
        var task = (i.Workflow.Key, row.TaskId);
        if (!byTask.TryGetValue(task, out var other) || other.Timestamp <= target.Timestamp)
            byTask[task] = target;
    }

    /// <summary>The interaction's id; null if it has not arrived.</summary>
    public long? Of(LateEvent e) =>
        (
            e.OutputId is { } output ? OfResponse(e.TraceId, output, out var target)
            : e.TraceId.Length > 0 ? byTrace.TryGetValue(e.TraceId, out target)
            : e.SessionId is { } session ? bySession.TryGetValue(session, out target)
            : byTask.TryGetValue((e.TaskType!, e.TaskId!), out target)
        )
            ? target.Id
            : null;

    /// <summary>
    /// The trace first, if it has the response: a cache can give one response in two traces. Not the trace alone: it can be that of the
    /// evaluator, which is an interaction of its own.
    /// </summary>
    private bool OfResponse(string traceId, string outputId, out Target target) =>
        (byTrace.TryGetValue(traceId, out target) && (target.OutputId == outputId || ofCalls.Contains((traceId, outputId))))
        || byOutput.TryGetValue(outputId, out target);
}
