using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Budget;

/// <summary>Reads how experts' time was used.</summary>
public sealed class BudgetService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    private const int SpendingDays = 28;
    private const int MinSinceFix = 30;

    public async Task<BudgetReport> ReadAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see the budget.");
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Workflows.AsNoTracking().SingleAsync(w => w.Id == workflow.Id, cancellationToken);
        var draws = await db
            .SamplingRounds.AsNoTracking()
            .Where(d => d.WorkflowId == workflow.Id)
            .OrderByDescending(d => d.Id)
            .Take(10)
            .Select(d => new SamplingRoundRow(
                d.Id,
                d.At,
                d.Candidates,
                d.Drawn,
                d.Threshold,
                d.Seed,
                db.QueueItems.Count(q => q.SamplingRoundId == d.Id && q.LabelsDone > 0)
            ))
            .ToListAsync(cancellationToken);
        return new BudgetReport(
            await WeekAsync(db, row, now, cancellationToken),
            await SpendingAsync(db, row, now, cancellationToken),
            draws,
            row.ValuePerUnit,
            row.OutcomeUnit
        );
    }

    private static async Task<BudgetWeek> WeekAsync(
        TriageDbContext db,
        Data.Workflows.Workflow workflow,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (id, since) = (workflow.Id, now - WeekBudget.Week);
        var week = await WeekBudget.ReadAsync(db, workflow, now, cancellationToken);
        var audit = await db.QueueItems.CountAsync(
            q => q.WorkflowId == id && q.Source == QueueSource.Audit && q.CreatedAt > since,
            cancellationToken
        );
        var waiting = await db.SamplingCandidates.CountAsync(c => c.WorkflowId == id && c.SamplingRoundId == null, cancellationToken);
        var day = DateOnly.FromDateTime(since.UtcDateTime);
        var spent = await db
            .LabelerDays.Where(d => d.WorkflowId == id && d.Day > day)
            .GroupBy(d => d.WorkflowId)
            .Select(g => new { Labels = g.Sum(d => d.Labels), Time = g.Sum(d => (long)d.TimeOnTaskMs) })
            .SingleOrDefaultAsync(cancellationToken);
        return new BudgetWeek(
            week.NeedsReview,
            week.Budget,
            week.Taken,
            audit,
            waiting,
            Math.Max(workflow.AuditShare, workflow.AuditProbability),
            spent?.Labels ?? 0,
            (spent?.Time ?? 0) / 60_000d
        );
    }

    private static async Task<IReadOnlyList<PatternSpending>> SpendingAsync(
        TriageDbContext db,
        Data.Workflows.Workflow workflow,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (id, since) = (workflow.Id, now.AddDays(-SpendingDays));
        var labels = db.Labels.Where(l => l.WorkflowId == id && l.IsCurrent && l.CreatedAt > since && l.Labeler!.Kind != LabelerKind.Judge);
        var byPattern = await (
            from l in labels
            join m in db.PatternMembers on l.InteractionId equals m.InteractionId
            group l by m.PatternId into g
            select new
            {
                g.Key,
                Labels = g.Count(),
                Time = g.Sum(l => (long)l.TimeOnTaskMs),
            }
        ).ToDictionaryAsync(g => g.Key, cancellationToken);
        var outside = await labels
            .Where(l => !db.PatternMembers.Any(m => m.InteractionId == l.InteractionId))
            .GroupBy(l => l.WorkflowId)
            .Select(g => new { Labels = g.Count(), Time = g.Sum(l => (long)l.TimeOnTaskMs) })
            .SingleOrDefaultAsync(cancellationToken);
        var patterns = await db
            .FailurePatterns.AsNoTracking()
            .Where(p => p.WorkflowId == id && (p.IsCurrent || p.FixedAt != null || byPattern.Keys.Contains(p.Id)))
            .ToListAsync(cancellationToken);
        var spending = new List<PatternSpending>();
        foreach (var p in patterns.OrderByDescending(p => p.IsCurrent).ThenByDescending(p => p.Impact))
        {
            var spent = byPattern.GetValueOrDefault(p.Id);
            spending.Add(
                new PatternSpending(
                    p.Id,
                    p.Name,
                    p.State.ToString().ToLowerInvariant(),
                    spent?.Labels ?? 0,
                    (spent?.Time ?? 0) / 60_000d,
                    p.IsCurrent ? p.Impact : 0,
                    await RecoveredAsync(db, p, workflow.ValuePerUnit, cancellationToken)
                )
            );
        }

        if (outside is not null)
            spending.Add(new PatternSpending(null, "in no pattern", "", outside.Labels, outside.Time / 60_000d, 0, null));
        return spending;
    }

    /// <summary>
    /// The value that a fix recovers per week: compares the failure rate of the days before the fix with that of the days after it, up to
    /// <paramref name="until"/> (excluded). Null if the pattern is not fixed or there is not enough data since.
    /// </summary>
    internal static async Task<double?> RecoveredAsync(
        TriageDbContext db,
        FailurePattern p,
        double value,
        CancellationToken cancellationToken,
        DateOnly? until = null
    )
    {
        if (p.FixedAt is not { } at || p.State == PatternState.Regressed)
            return null;
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var end = until ?? DateOnly.MaxValue;
        var days = await db
            .PatternDays.AsNoTracking()
            .Where(d => d.PatternId == p.Id && d.Day != day && d.Day < end)
            .ToListAsync(cancellationToken);
        var (before, after) = (days.Where(d => d.Day < day).ToList(), days.Where(d => d.Day > day).ToList());
        var (came, since) = (before.Sum(d => d.Interactions), after.Sum(d => d.Interactions));
        if (came == 0 || since < MinSinceFix)
            return null;
        var fewer = ((double)before.Sum(d => d.Failures) / came) - ((double)after.Sum(d => d.Failures) / since);
        var weeks = Math.Max(1, after.Max(d => d.Day).DayNumber - day.DayNumber) / 7d;
        return Math.Max(0, fewer) * since / weeks * value;
    }
}
