using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Patterns;

namespace TriageConsole.Features.Triage;

/// <summary>
/// Assigns scored interactions to the samples. Each gets an item of the audit sample at random. One that needs review gets an item of the
/// priority sample while the weekly minimum is not reached; otherwise it becomes a candidate of the next sampling round. The path is the
/// same whether the interaction needs review at its arrival or later.
/// </summary>
internal sealed class SampleAdmission
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private readonly DateTimeOffset now;
    private readonly KnownPatterns patterns;

    /// <summary>How many interactions of each workflow are still selected with certainty this week.</summary>
    private readonly Dictionary<long, int> certainLeft = [];

    /// <summary>
    /// Interactions with an item in the priority sample or a candidate for one, or with an item in the audit sample that is selected with
    /// certainty.
    /// </summary>
    private readonly HashSet<long> considered = [];

    /// <summary>Interactions with an item in the audit sample.</summary>
    private readonly HashSet<long> audited = [];
    private readonly List<QueueItem> items = [];
    private readonly List<SamplingCandidate> candidates = [];

    /// <summary>Interactions of the audit sample that are selected with certainty only now.</summary>
    private readonly List<long> certainAudits = [];

    private SampleAdmission(KnownPatterns patterns, DateTimeOffset now) => (this.patterns, this.now) = (patterns, now);

    /// <summary>Loads the items and candidates that the interactions have, and the rest of the weekly minimum.</summary>
    public static async Task<SampleAdmission> LoadAsync(
        TriageDbContext db,
        IReadOnlyCollection<UnitInteraction> changed,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var workflows = changed.Select(i => i.Workflow).DistinctBy(w => w.Id).ToList();
        var patterns = await KnownPatterns.LoadAsync(db, [.. workflows.Select(w => w.Id)], cancellationToken);
        var admission = new SampleAdmission(patterns, now);
        foreach (var workflow in workflows)
            admission.certainLeft[workflow.Id] = await CertainLeftAsync(db, workflow, now - Week, cancellationToken);
        var stored = changed.Where(i => !i.IsNew).Select(i => i.Row.Id).ToArray();
        if (stored.Length > 0)
            await admission.LoadPlacesAsync(db, stored, cancellationToken);
        return admission;
    }

    /// <summary>Admits an interaction. Returns the number of labels that its new items need.</summary>
    public int Admit(UnitInteraction i)
    {
        var isNewAudit = i.IsNew && AuditSelection.Takes(i.Row.TraceId, i.Workflow);
        var isCertain = false;
        var slots = 0;
        if (i.Row.NeedsReview && considered.Add(i.Row.Id))
        {
            isCertain = certainLeft[i.Workflow.Id] > 0;
            slots += Consider(i, isCertain, isAudited: isNewAudit || audited.Contains(i.Row.Id));
        }

        if (isNewAudit)
            slots += Add(SampleItems.Audit(i.Row, i.Workflow, TopPriority(i.Workflow), isCertain, now));
        if (!i.IsNew)
            i.Rank = SampleItems.Rank(i.Row, i.Signals, i.Workflow, i.Row.NeedsReview ? patterns.Strongest(i.Row) : null);
        return slots;
    }

    /// <summary>Stores the items and candidates. The interactions must be stored.</summary>
    public async Task StoreAsync(TriageDbContext db, IProviderStatements statements, CancellationToken cancellationToken)
    {
        await statements.BulkLoadAsync(db, items, cancellationToken);
        await statements.BulkLoadAsync(db, candidates, cancellationToken);
        if (certainAudits.Count > 0)
            await db
                .QueueItems.Where(q => certainAudits.Contains(q.InteractionId) && q.Source == QueueSource.Audit)
                .ExecuteUpdateAsync(s => s.SetProperty(q => q.InclusionProbability, 1), cancellationToken);
        await patterns.StoreMembersAsync(db, statements, cancellationToken);
    }

    private static async Task<int> CertainLeftAsync(
        TriageDbContext db,
        IngestWorkflow workflow,
        DateTimeOffset since,
        CancellationToken cancellationToken
    ) =>
        workflow.BudgetShare >= 1 ? int.MaxValue
        : workflow.BudgetFloor == 0 ? 0
        : workflow.BudgetFloor
            - await db
                .QueueItems.Where(q => q.WorkflowId == workflow.Id && q.Source == QueueSource.Prioritized && q.CreatedAt > since)
                .OrderByDescending(q => q.CreatedAt)
                .Take(workflow.BudgetFloor)
                .CountAsync(cancellationToken);

    private async Task LoadPlacesAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken)
    {
        var queued = await db
            .QueueItems.Where(q => ids.Contains(q.InteractionId) && (q.Source == QueueSource.Prioritized || q.Source == QueueSource.Audit))
            .Select(q => new
            {
                q.InteractionId,
                q.Source,
                // Above its audit probability: it needed review and was selected with certainty. As a candidate it would get the lower
                // probability of a sampling round.
                IsCertainAudit = q.Source == QueueSource.Audit && q.InclusionProbability == 1 && q.AuditProbability < 1,
            })
            .ToListAsync(cancellationToken);
        var waiting = await db
            .SamplingCandidates.Where(c => ids.Contains(c.InteractionId))
            .Select(c => c.InteractionId)
            .ToListAsync(cancellationToken);
        considered.UnionWith(queued.Where(q => q.Source == QueueSource.Prioritized || q.IsCertainAudit).Select(q => q.InteractionId));
        considered.UnionWith(waiting);
        audited.UnionWith(queued.Where(q => q.Source == QueueSource.Audit).Select(q => q.InteractionId));
    }

    /// <summary>
    /// Admits an interaction that needs review and is not in the priority sample. An interaction of the audit sample gets no second item.
    /// </summary>
    private int Consider(UnitInteraction i, bool isCertain, bool isAudited)
    {
        var strongest = patterns.Join(i.Row);
        if (!isCertain)
            candidates.Add(Candidate(i));
        else if (!isAudited)
            certainLeft[i.Workflow.Id]--;
        else if (!i.IsNew)
            certainAudits.Add(i.Row.Id);
        return isCertain && !isAudited ? Add(SampleItems.Priority(i.Row, i.Signals, i.Workflow, strongest, now)) : 0;
    }

    private double TopPriority(IngestWorkflow workflow) => workflow.Impact + patterns.StrongestImpact(workflow.Id);

    private int Add(QueueItem item)
    {
        items.Add(item);
        return item.OpenSlots;
    }

    private SamplingCandidate Candidate(UnitInteraction i) =>
        new()
        {
            InteractionId = i.Row.Id,
            TenantId = i.Row.TenantId,
            WorkflowId = i.Row.WorkflowId,
            Since = now,
            AuditProbability = i.Workflow.AuditProbability,
        };
}
