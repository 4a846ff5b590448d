using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Finds the interaction of a signal: the one of its trace, or the latest interaction of its task. Shadow interactions are excluded,
/// because no user saw them.
/// </summary>
internal sealed class LineTargets(TriageDbContext db, long tenantId)
{
    private readonly Dictionary<string, Target> byTrace = [];
    private readonly Dictionary<(string TaskType, string TaskId), Target> byTask = [];

    private readonly record struct Target(long Id, long WorkflowId, DateTimeOffset Timestamp);

    /// <summary>The workflows of all stored interactions found so far.</summary>
    public IEnumerable<long> Workflows => byTrace.Values.Concat(byTask.Values).Select(t => t.WorkflowId).Distinct();

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
                })
                .ToListAsync(cancellationToken)
        )
            byTrace[i.TraceId] = new Target(i.Id, i.WorkflowId, i.Timestamp);
    }

    /// <summary>
    /// Finds the latest stored interaction of each task that a line names. A task can have thousands of interactions, so only the latest is
    /// read.
    /// </summary>
    public async Task FindTasksAsync(IEnumerable<LateEvent> events, CancellationToken cancellationToken)
    {
        var tasks = events.Where(e => e.TraceId.Length == 0).Select(e => e.TaskId).Distinct().ToArray();
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

    /// <summary>Adds an interaction of the batch. The later interaction of a task wins.</summary>
    public void Add(UnitInteraction i)
    {
        var (row, target) = (i.Row, new Target(i.Row.Id, i.Row.WorkflowId, i.Row.Timestamp));
        byTrace[row.TraceId] = target;
        var task = (i.Workflow.Key, row.TaskId);
        if (!row.Shadow && (!byTask.TryGetValue(task, out var other) || other.Timestamp <= target.Timestamp))
            byTask[task] = target;
    }

    /// <summary>The interaction's id; null if it has not arrived.</summary>
    public long? Of(LateEvent e) =>
        (e.TraceId.Length > 0 ? byTrace.TryGetValue(e.TraceId, out var target) : byTask.TryGetValue((e.TaskType!, e.TaskId!), out target))
            ? target.Id
            : null;
}
