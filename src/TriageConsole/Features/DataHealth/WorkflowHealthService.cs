using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>How many of the latest interactions have a field, 0..1.</summary>
public sealed record FieldFill(string Field, double Share);

/// <summary>What comes in of a workflow, and what was noticed about it.</summary>
/// <param name="Workflow">Which one.</param>
/// <param name="Day">Interactions of the last 24 hours of event time.</param>
/// <param name="Week">Of the last seven days.</param>
/// <param name="LastEvent">Time of the latest event; null where nothing came yet.</param>
/// <param name="Looked">How many of the latest interactions the shares are of.</param>
/// <param name="Joined">Share with a known outcome.</param>
/// <param name="Fields">The fields that matter most.</param>
/// <param name="Findings">Those in force, alarms first.</param>
public sealed record WorkflowHealth(WorkflowRef Workflow, long Day, long Week, DateTimeOffset? LastEvent, int Looked, double Joined, IReadOnlyList<FieldFill> Fields, IReadOnlyList<Finding> Findings);

/// <summary>A lead's view of what comes in.</summary>
public sealed class WorkflowHealthService(IDbContextFactory<TriageDbContext> contexts, WorkflowDirectory directory, IMemoryCache cache, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    /// <summary>Of the workflows that the person leads, or of the one named.</summary>
    public async Task<IReadOnlyList<WorkflowHealth>> ListAsync(PersonAccess access, string? workflow, string? tenant, CancellationToken cancellationToken = default)
    {
        var led = (await directory.ListAsync(access, Role.Lead, cancellationToken)).Where(w => (workflow is null || w.Key == workflow) && (tenant is null || w.TenantKey == tenant)).ToList();
        var ids = led.Select(w => w.Id).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var findings = (await db.Findings.AsNoTracking().Where(f => f.IsCurrent && ids.Contains(f.WorkflowId)).ToListAsync(cancellationToken)).ToLookup(f => f.WorkflowId);
        var (week, day) = (await EventsAsync(db, ids, TimeSpan.FromDays(7), cancellationToken), await EventsAsync(db, ids, TimeSpan.FromDays(1), cancellationToken));
        var rows = new List<WorkflowHealth>();
        foreach (var w in led)
        {
            var fill = await FillAsync(db, w.Id, cancellationToken);
            var last = await db.Interactions.Where(i => i.WorkflowId == w.Id).MaxAsync(i => (DateTimeOffset?)i.Timestamp, cancellationToken);
            rows.Add(new WorkflowHealth(w, day.GetValueOrDefault(w.Id), week.GetValueOrDefault(w.Id), last, fill.Rows, fill.Joined, fill.Fields, [.. FindingsService.Ordered(findings[w.Id])]));
        }

        return [.. rows.OrderByDescending(r => r.Findings.Count(f => f.Level == FindingLevel.Alarm)).ThenByDescending(r => r.Findings.Count)];
    }

    /// <summary>How many alarms are in force on each workflow that the person leads, where there are any.</summary>
    public async Task<IReadOnlyList<(WorkflowRef Workflow, int Alarms)>> AlarmsAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var led = await directory.ListAsync(access, Role.Lead, cancellationToken);
        if (led.Count == 0) return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alarms = await db.Findings.Where(f => f.IsCurrent && f.Level == FindingLevel.Alarm).GroupBy(f => f.WorkflowId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return [.. led.Where(w => alarms.ContainsKey(w.Id)).Select(w => (w, alarms[w.Id]))];
    }

    private async Task<Dictionary<long, long>> EventsAsync(TriageDbContext db, long[] workflows, TimeSpan span, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = now - span;
        // Slices by name: each is a short walk of the index.
        var slices = await db.Slices.Where(s => workflows.Contains(s.WorkflowId)).Select(s => new { s.Id, s.WorkflowId }).ToListAsync(cancellationToken);
        var ids = slices.ConvertAll(s => s.Id).ToArray();
        var sums = await db.Rollups.Where(r => ids.Contains(r.SliceId) && r.Grain == Rollup.Hour && r.Start > since).GroupBy(r => r.SliceId)
            .Select(g => new { g.Key, Events = g.Sum(r => r.Events) }).ToDictionaryAsync(g => g.Key, g => g.Events, cancellationToken);
        return slices.GroupBy(s => s.WorkflowId).ToDictionary(g => g.Key, g => g.Sum(s => sums.GetValueOrDefault(s.Id)));
    }

    private async Task<(int Rows, double Joined, IReadOnlyList<FieldFill> Fields)> FillAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var key = $"field-fill:{workflowId}";
        if (cache.TryGetValue(key, out (int, double, IReadOnlyList<FieldFill>) known)) return known;
        var c = await db.Interactions.Where(i => i.WorkflowId == workflowId).OrderByDescending(i => i.Id).Take(FindingsReader.MostRows).GroupBy(_ => 1).Select(g => new
        {
            Rows = g.Count(), Outcome = g.Count(i => i.OutcomeValue != null), Model = g.Count(i => i.ModelId != null), Served = g.Count(i => i.ServedModel != null), Prompt = g.Count(i => i.PromptVersion != null),
            Release = g.Count(i => i.Release != null), Deployment = g.Count(i => i.DeploymentId != null), Knowledge = g.Count(i => i.KnowledgeVersion != null), Segment = g.Count(i => i.Segment != null),
            Country = g.Count(i => i.Country != null), User = g.Count(i => i.UserId != null), Session = g.Count(i => i.SessionId != null), Latency = g.Count(i => i.ClientLatencyMs != null || i.ServerLatencyMs != null), Cost = g.Count(i => i.Cost != null),
        }).SingleOrDefaultAsync(cancellationToken);
        (int, double, IReadOnlyList<FieldFill>) fill = c is null ? (0, 0, []) : (c.Rows, (double)c.Outcome / c.Rows,
        [
            .. new[]
            {
                ("model", c.Model), ("served model", c.Served), ("prompt version", c.Prompt), ("release", c.Release), ("deployment", c.Deployment), ("knowledge version", c.Knowledge), ("segment", c.Segment), ("country", c.Country),
                ("user", c.User), ("session", c.Session), ("latency", c.Latency), ("cost", c.Cost),
            }.Select(f => new FieldFill(f.Item1, (double)f.Item2 / c.Rows)),
        ]);
        return cache.Set(key, fill, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 });
    }
}
