using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

public sealed class WorkflowService(
    IDbContextFactory<TriageDbContext> contexts,
    WorkflowDirectory directory,
    IRescoring rescoring,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>
    /// A page of the workflows on which the person has one of the roles. The counts come from stored counters, not from the traffic.
    /// </summary>
    public async Task<ListPage<WorkflowRow>> PageAsync(
        PersonAccess access,
        Role[] roles,
        WorkflowListQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflows = db.Workflows.AsNoTracking().InReach(access.Scope(roles)).Named(query.Find);
        if (query.Configured is { } configured)
            workflows = workflows.Where(w => w.Configured == configured);
        var ordered = query.Order switch
        {
            WorkflowOrder.OpenSlots => workflows
                .OrderByDescending(w => db.WorkflowCounters.Where(c => c.WorkflowId == w.Id).Sum(c => c.OpenSlots))
                .ThenBy(w => w.Tenant!.Key),
            WorkflowOrder.Interactions => workflows
                .OrderByDescending(w => db.WorkflowCounters.Where(c => c.WorkflowId == w.Id).Sum(c => c.Interactions))
                .ThenBy(w => w.Tenant!.Key),
            WorkflowOrder.UnconfiguredFirst => workflows.OrderBy(w => w.Configured).ThenBy(w => w.Tenant!.Key),
            _ => workflows.OrderBy(w => w.Tenant!.Key),
        };
        var page = await ordered
            .ThenBy(w => w.Name)
            .ThenBy(w => w.Id)
            .Select(w => new
            {
                Ref = new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId),
                w.OutcomeMetric,
                Owner = w.Owner!.DisplayName,
            })
            .ToPageAsync(query.Page, query.Size, cancellationToken);
        var counts = await CountsAsync(db, page.Items.Select(w => w.Ref.Id).ToArray(), cancellationToken);
        return page.With<WorkflowRow>([
            .. page.Items.Select(w => new WorkflowRow(
                w.Ref,
                w.OutcomeMetric,
                w.Owner,
                counts.GetValueOrDefault(w.Ref.Id, WorkflowCounts.None)
            )),
        ]);
    }

    /// <summary>The stored counts of one workflow, for its lead.</summary>
    public async Task<WorkflowCounts> CountsAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("You do not lead this workflow.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await CountsAsync(db, [workflow.Id], cancellationToken)).GetValueOrDefault(workflow.Id, WorkflowCounts.None);
    }

    /// <summary>The workflows of a tenant, for an API key.</summary>
    public async Task<IReadOnlyList<WorkflowAnswer>> ListAsync(ApiCaller caller, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId)
            .OrderBy(w => w.Key)
            .Select(w => new
            {
                w.Id,
                w.Key,
                w.Name,
                w.Configured,
                w.OutcomeMetric,
                w.OutcomeUnit,
                w.OutcomeDirection,
            })
            .ToListAsync(cancellationToken);
        var counts = await CountsAsync(db, rows.Select(w => w.Id).ToArray(), cancellationToken);
        return rows.ConvertAll(w => new WorkflowAnswer(
            w.Key,
            w.Name,
            w.Configured,
            w.OutcomeMetric,
            w.OutcomeUnit,
            w.OutcomeDirection == OutcomeDirection.LowerIsBetter ? "lower_is_better" : "higher_is_better",
            counts.GetValueOrDefault(w.Id, WorkflowCounts.None)
        ));
    }

    /// <summary>A workflow for its lead; null if it does not exist or the person does not lead it.</summary>
    public async Task<WorkflowDetail?> FindAsync(
        PersonAccess access,
        string key,
        string? tenantKey,
        CancellationToken cancellationToken = default
    )
    {
        if (await directory.FindAsync(access, Role.Lead, key, tenantKey, cancellationToken) is not { } workflow)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db
            .Workflows.Where(w => w.Id == workflow.Id)
            .Select(w => new WorkflowForm
            {
                Name = w.Name,
                OwnerId = w.OwnerId,
                OutcomeMetric = w.OutcomeMetric,
                OutcomeUnit = w.OutcomeUnit,
                OutcomeDirection = w.OutcomeDirection,
                ValuePerUnit = w.ValuePerUnit,
                BaseImpact = w.BaseImpact,
                ReviewThreshold = w.ReviewThreshold,
                LabelsPerItem = w.LabelsPerItem,
                LabelsPerAuditItem = w.LabelsPerAuditItem,
                AuditPercent = w.AuditShare * 100,
                BudgetPercent = w.BudgetShare * 100,
                AuditSamplePercent = w.AuditSampleShare * 100,
                BudgetFloor = w.BudgetFloor,
                LeaseMinutes = w.LeaseMinutes,
                DailyTarget = w.DailyTarget,
                GoldenCheckPercent = w.GoldenCheckShare * 100,
                GoldenCadenceDays = w.GoldenCadenceDays,
                JudgeBar = w.JudgeBar,
                SegmentWeights = w.SegmentWeights,
                RoleWeights = w.RoleWeights,
                FeedbackScales = w.FeedbackScales,
                RowVersion = w.RowVersion,
            })
            .SingleAsync(cancellationToken);
        var counts = await CountsAsync(db, [workflow.Id], cancellationToken);
        var owners = await Leads(db, workflow.TenantId, workflow.Id)
            .OrderBy(u => u.DisplayName)
            .Select(u => new WorkflowOwner(u.Id, u.DisplayName))
            .ToListAsync(cancellationToken);
        var weights = await db
            .Workflows.Where(w => w.Id == workflow.Id && w.SuspicionWeights != null)
            .Select(w => new
            {
                w.SuspicionWeights!.Number,
                w.SuspicionWeights.Definition,
                w.SuspicionWeights.CreatedBy,
                w.SuspicionWeights.CreatedAt,
            })
            .SingleOrDefaultAsync(cancellationToken);
        // Rounded here because databases differ in the result type of their rounding.
        (settings.AuditPercent, settings.BudgetPercent) = (Math.Round(settings.AuditPercent, 6), Math.Round(settings.BudgetPercent, 6));
        (settings.AuditSamplePercent, settings.GoldenCheckPercent) = (
            Math.Round(settings.AuditSamplePercent, 6),
            Math.Round(settings.GoldenCheckPercent, 6)
        );
        settings.SegmentWeights = WorkflowForm.Lines(settings.SegmentWeights);
        settings.RoleWeights = WorkflowForm.Lines(settings.RoleWeights);
        settings.FeedbackScales = WorkflowForm.ScaleLines(settings.FeedbackScales);
        settings.SignalWeights = SignalWeights.Parse(weights?.Definition ?? "{}").ToDictionary();
        return new WorkflowDetail(
            workflow,
            settings,
            counts.GetValueOrDefault(workflow.Id, WorkflowCounts.None),
            owners,
            weights?.Number ?? 0,
            weights is null ? null : (weights.CreatedBy, weights.CreatedAt),
            await rescoring.ProgressAsync(db, workflow.Id, cancellationToken)
        );
    }

    /// <summary>Saves all settings and marks the workflow as configured. Fails if another user saved in the meantime.</summary>
    public async Task<Result> SaveAsync(
        PersonAccess access,
        long workflowId,
        WorkflowForm settings,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db.Workflows.SingleOrDefaultAsync(w => w.Id == workflowId, cancellationToken);
        if (workflow is null || !access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("You do not lead this workflow.");
        var errors = settings.Validate();
        if (
            settings.OwnerId is { } owner
            && !await Leads(db, workflow.TenantId, workflow.Id).AnyAsync(u => u.Id == owner, cancellationToken)
        )
            errors.Add(new FieldProblem(nameof(settings.OwnerId), "This person does not lead the workflow."));
        if (errors.Count > 0)
            return Error.Invalid("Could not save. Correct the fields below.", errors);
        if (workflow.RowVersion != settings.RowVersion)
            return Conflict;

        settings.ApplyTo(workflow);
        await ScoringSettings.ChangeWeightsAsync(
            db,
            time.GetUtcNow(),
            workflow,
            SignalWeights.Of(settings.SignalWeights),
            access.DisplayName,
            cancellationToken
        );
        await ScoringSettings.RequestRescoreAsync(db, rescoring, workflow, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Conflict;
        }

        notifier.Publish(workflowId);
        return Result.Done("Saved. New interactions use these settings. Past interactions are updated in the background.");
    }

    private static Error Conflict { get; } =
        Error.Conflict("Could not save. Another user changed this workflow while you were editing. Reload it and make your changes again.");

    private static Task<Dictionary<long, WorkflowCounts>> CountsAsync(
        TriageDbContext db,
        long[] ids,
        CancellationToken cancellationToken
    ) =>
        db
            .WorkflowCounters.Where(c => ids.Contains(c.WorkflowId))
            .GroupBy(c => c.WorkflowId)
            .Select(g => new
            {
                g.Key,
                I = g.Sum(c => c.Interactions),
                Q = g.Sum(c => c.NeedsReview),
                O = g.Sum(c => c.OpenSlots),
                H = g.Sum(c => c.LeasedSlots),
                L = g.Sum(c => c.Labels),
            })
            .ToDictionaryAsync(c => c.Key, c => new WorkflowCounts(c.I, c.Q, c.O, c.H, c.L), cancellationToken);

    /// <summary>The leads of the workflow and the admins of its tenant.</summary>
    private static IQueryable<AppUser> Leads(TriageDbContext db, long tenantId, long workflowId) =>
        db.Users.Where(u =>
            u.DisabledAt == null
            && db.RoleGrants.Any(g =>
                g.UserId == u.Id
                && (g.Role == Role.Lead || g.Role == Role.Admin)
                && (g.TenantId == null || (g.TenantId == tenantId && (g.WorkflowId == null || g.WorkflowId == workflowId)))
            )
        );
}
