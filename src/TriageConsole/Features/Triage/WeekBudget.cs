using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Triage;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Triage;

/// <summary>The budget of a workflow in the last seven days.</summary>
/// <param name="NeedsReview">Interactions that need review: candidates of the rounds of these days, and what arrived since.</param>
/// <param name="Budget">How many of them can go to experts.</param>
/// <param name="Taken">Prioritized items of the same days.</param>
/// <param name="Room">How many interactions a sampling round can select now.</param>
internal readonly record struct WeekBudget(int NeedsReview, int Budget, int Taken, int Room)
{
    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>
    /// The budget of the last seven days. Candidates of past rounds are read from the rounds: counting them would take longer with each
    /// interaction of the week.
    /// </summary>
    public static async Task<WeekBudget> ReadAsync(
        TriageDbContext db,
        Workflow workflow,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (id, since) = (workflow.Id, now - Week);
        var rounds = await db
            .SamplingRounds.Where(r => r.WorkflowId == id && r.At > since)
            .GroupBy(r => r.WorkflowId)
            .Select(g => new { Candidates = g.Sum(r => r.Candidates + r.Audited), Drawn = g.Sum(r => r.Drawn) })
            .SingleOrDefaultAsync(cancellationToken);
        var waiting = await db.SamplingCandidates.CountAsync(
            c => c.WorkflowId == id && c.SamplingRoundId == null && c.Since > since,
            cancellationToken
        );
        var certain = await db.QueueItems.CountAsync(
            q => q.WorkflowId == id && q.Source == QueueSource.Prioritized && q.SamplingRoundId == null && q.CreatedAt > since,
            cancellationToken
        );
        var (needReview, taken) = ((rounds?.Candidates ?? 0) + waiting + certain, (rounds?.Drawn ?? 0) + certain);
        var budget = (int)Math.Ceiling(Math.Max(Math.Min(workflow.BudgetFloor, needReview), workflow.BudgetShare * needReview));
        return new WeekBudget(needReview, budget, taken, Math.Max(0, (int)Math.Floor(budget * (1 - workflow.AuditSampleShare)) - taken));
    }
}
