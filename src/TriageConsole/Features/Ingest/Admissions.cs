using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// What becomes of interactions once they are scored: a place in the audit lane by the draw, a place in the priority lane while the week's
/// first few are taken for certain, or else a candidate that waits for the next draw of the budget.
/// </summary>
internal sealed class Admissions(KnownPatterns patterns, Dictionary<long, int> certainLeft, DateTimeOffset now)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private readonly List<QueueItem> items = [];
    private readonly List<DrawCandidate> candidates = [];
    private readonly List<PatternMember> members = [];

    /// <summary>Of the audit lane and questionable only now, while the week's first ones are taken for certain.</summary>
    private readonly List<long> certainAudits = [];

    public static async Task<Admissions> LoadAsync(
        TriageDbContext db,
        IReadOnlyCollection<WorkflowSettings> workflows,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var patterns = await KnownPatterns.LoadAsync(db, [.. workflows.Select(w => w.Id)], cancellationToken);
        var left = new Dictionary<long, int>();
        var since = now - Week;
        foreach (var workflow in workflows)
        {
            left[workflow.Id] =
                workflow.BudgetShare >= 1 ? int.MaxValue
                : workflow.BudgetFloor == 0 ? 0
                : workflow.BudgetFloor
                    - await db
                        .QueueItems.Where(q => q.WorkflowId == workflow.Id && q.Source == QueueSource.Prioritized && q.CreatedAt > since)
                        .OrderByDescending(q => q.CreatedAt)
                        .Take(workflow.BudgetFloor)
                        .CountAsync(cancellationToken);
        }

        return new Admissions(patterns, left, now);
    }

    public KnownPattern? Strongest(Interaction interaction) =>
        interaction.Questionable && patterns.Of(interaction) is [var first, ..] ? first : null;

    /// <summary>Admits an interaction that just came; returns the slots that opened.</summary>
    public int AdmitNew(Interaction i, IReadOnlyCollection<Signal> signals, WorkflowSettings workflow)
    {
        if (!ScoredRows.IsAudited(i.TraceId, workflow))
            return i.Questionable ? AdmitQuestionable(i, signals, workflow, audited: false) : 0;
        var certain = i.Questionable && certainLeft[workflow.Id] > 0;
        var item = ScoredRows.AuditItem(i, workflow, workflow.Impact + patterns.StrongestImpact(workflow.Id), certain, now);
        items.Add(item);
        if (i.Questionable)
            Join(i, workflow, certain);
        return item.OpenSlots;
    }

    /// <summary>Admits one that turned out questionable, now or later; returns the slots that opened.</summary>
    public int AdmitQuestionable(Interaction i, IReadOnlyCollection<Signal> signals, WorkflowSettings workflow, bool audited)
    {
        var certain = certainLeft[workflow.Id] > 0;
        var strongest = Join(i, workflow, certain);
        if (certain && audited)
            certainAudits.Add(i.Id);
        if (!certain || audited)
            return 0;
        certainLeft[workflow.Id]--;
        var item = ScoredRows.PriorityItem(i, signals, workflow, strongest, now);
        items.Add(item);
        return item.OpenSlots;
    }

    public async Task StoreAsync(TriageDbContext db, IProviderStatements statements, CancellationToken cancellationToken)
    {
        await statements.BulkLoadAsync(db, items, cancellationToken);
        await statements.BulkLoadAsync(db, candidates, cancellationToken);
        if (certainAudits.Count > 0)
            await db
                .QueueItems.Where(q => certainAudits.Contains(q.InteractionId) && q.Source == QueueSource.Audit)
                .ExecuteUpdateAsync(s => s.SetProperty(q => q.InclusionProbability, 1), cancellationToken);
        if (members.Count == 0)
            return;
        // A run of the pattern search may have placed an older interaction a moment ago.
        var ids = members.Select(m => m.InteractionId).Distinct().ToArray();
        var known = (await db.PatternMembers.Where(m => ids.Contains(m.InteractionId)).ToListAsync(cancellationToken))
            .Select(m => (m.PatternId, m.InteractionId))
            .ToHashSet();
        await statements.BulkLoadAsync(db, members.Where(m => known.Add((m.PatternId, m.InteractionId))).ToList(), cancellationToken);
    }

    private KnownPattern? Join(Interaction i, WorkflowSettings workflow, bool certain)
    {
        var own = patterns.Of(i);
        members.AddRange(own.Select(p => new PatternMember { PatternId = p.Id, InteractionId = i.Id }));
        if (!certain)
            candidates.Add(
                new DrawCandidate
                {
                    InteractionId = i.Id,
                    TenantId = i.TenantId,
                    WorkflowId = i.WorkflowId,
                    Since = now,
                    AuditProbability = workflow.AuditProbability,
                }
            );
        return own.Count > 0 ? own[0] : null;
    }
}
