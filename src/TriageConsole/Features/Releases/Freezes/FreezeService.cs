using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Freezes;

/// <summary>Freezes of releases: leads add and remove them, and everything that starts or promotes asks for the active one.</summary>
public sealed class FreezeService(IDbContextFactory<TriageDbContext> contexts, ChangeNotifier notifier, TimeProvider time)
{
    private const int MaxFreezes = 50;
    private const int NameLength = 200;
    private const int ActorLength = 256;

    /// <summary>Adds a freeze, for a lead of the workflow or of its tenant.</summary>
    /// <exception cref="AccessDeniedException">The person is none.</exception>
    public Task<Result<long>> AddAsync(
        PersonAccess access,
        WorkflowRef workflow,
        NewFreeze wanted,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow, wanted.IsOfTenant);
        return AddAsync(
            (workflow.TenantId, wanted.IsOfTenant ? null : workflow.Id),
            (Actor.Of(access), AuditActor.Of(access)),
            wanted,
            cancellationToken
        );
    }

    /// <summary>Adds a freeze, for a key with the scope release.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="workflowId">A workflow of the caller's tenant; null for all its workflows.</param>
    /// <param name="wanted">The fields.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<Result<long>> AddAsync(
        ApiCaller caller,
        long? workflowId,
        NewFreeze wanted,
        CancellationToken cancellationToken = default
    ) => AddAsync((caller.TenantId, workflowId), (Actor.Of(caller), AuditActor.Of(caller)), wanted, cancellationToken);

    /// <summary>Removes a freeze. It stays in the database and in the audit log.</summary>
    /// <exception cref="AccessDeniedException">The person leads neither the workflow nor, if the freeze is of it, the tenant.</exception>
    public async Task<Result> RemoveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long freezeId,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var shown = Current(db, workflow.TenantId, workflow.Id, time.GetUtcNow());
        var freeze = await shown.SingleOrDefaultAsync(f => f.Id == freezeId, cancellationToken);
        if (freeze is null)
            return Error.Conflict("The freeze was removed already. The page shows the current state.");
        DemandLead(access, workflow, freeze.WorkflowId is null);
        return await RemoveAsync(db, freeze, (Actor.Of(access), AuditActor.Of(access)), cancellationToken);
    }

    /// <summary>Removes a freeze of the tenant of a key with the scope release.</summary>
    public async Task<Result> RemoveAsync(ApiCaller caller, long freezeId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var freeze = await db.ReleaseFreezes.SingleOrDefaultAsync(
            f => f.TenantId == caller.TenantId && f.Id == freezeId && f.RemovedAt == null,
            cancellationToken
        );
        return freeze is null
            ? Error.NotFound($"There is no freeze {freezeId} in this tenant, or it was removed.")
            : await RemoveAsync(db, freeze, (Actor.Of(caller), AuditActor.Of(caller)), cancellationToken);
    }

    /// <summary>The freezes of the workflow and of its whole tenant, without those that are over.</summary>
    public async Task<IReadOnlyList<FreezeRow>> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        Registry.ReleaseReader.DemandReader(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await RowsAsync(db, workflow.TenantId, workflow.Id, cancellationToken);
    }

    /// <summary>The freezes of a workflow of the caller's tenant and of the whole tenant, without those that are over.</summary>
    public async Task<IReadOnlyList<FreezeRow>> ListAsync(ApiCaller caller, long workflowId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await RowsAsync(db, caller.TenantId, workflowId, cancellationToken);
    }

    /// <summary>The freeze that is active at a time and ends last; null if there is none.</summary>
    internal static async Task<ActiveFreeze?> ActiveAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        (await Current(db, tenantId, workflowId, at).AsNoTracking().ToListAsync(cancellationToken))
            .Select(f => FreezeWindow.EndAt(f, at) is { } end ? new ActiveFreeze(f.Name, end, f.TimeZone) : null)
            .OfType<ActiveFreeze>()
            .OrderByDescending(f => f.EndsAt)
            .FirstOrDefault();

    /// <summary>An override of a freeze by a person, in the transaction of what was done against it.</summary>
    internal static void Override(
        TriageDbContext db,
        PersonAccess access,
        Release release,
        ActiveFreeze freeze,
        string reason,
        DateTimeOffset now
    ) =>
        AuditTrail.Add(
            db,
            now,
            AuditActor.Of(access),
            release.TenantId,
            AuditActions.FreezeOverridden,
            $"release/{release.Id} {release.Name}",
            new { Freeze = freeze.Name, Reason = reason }
        );

    /// <summary>The refusal of an action by hand without a reason.</summary>
    internal static Error Refusal(ActiveFreeze freeze) =>
        Error.Invalid($"Not done: {freeze.Words}. Enter a reason to act in spite of it, or wait. A rollback is always possible.");

    private async Task<Result<long>> AddAsync(
        (long TenantId, long? WorkflowId) place,
        (Actor Known, AuditActor Recorded) actor,
        NewFreeze wanted,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var freeze = new ReleaseFreeze
        {
            TenantId = place.TenantId,
            WorkflowId = place.WorkflowId,
            Name = Texts.Cut(Texts.Storable(wanted.Name.Trim()), NameLength),
            TimeZone = wanted.TimeZone.Trim(),
            CreatedById = actor.Known.UserId,
            CreatedBy = Texts.Cut(actor.Known.Name, ActorLength),
            CreatedAt = now,
        };
        if (FreezeFields.Fill(freeze, wanted, now) is { Count: > 0 } problems)
            return Error.Invalid("Not saved. Correct the fields below.", problems);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await Current(db, place.TenantId, place.WorkflowId, now).CountAsync(cancellationToken) >= MaxFreezes)
            return Error.Invalid($"At most {MaxFreezes} freezes at a time. Remove one first.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.ReleaseFreezes.Add(freeze);
        await RecordAsync(db, freeze, actor.Recorded, new { Added = FreezeWindow.Words(freeze) }, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await PublishAsync(db, freeze, cancellationToken);
        return Result.Done($"Added. {freeze.Name}: {FreezeWindow.Words(freeze)}.", freeze.Id);
    }

    private async Task<Result> RemoveAsync(
        TriageDbContext db,
        ReleaseFreeze freeze,
        (Actor Known, AuditActor Recorded) actor,
        CancellationToken cancellationToken
    )
    {
        var (now, name) = (time.GetUtcNow(), Texts.Cut(actor.Known.Name, ActorLength));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var removed = await db
            .ReleaseFreezes.Where(f => f.Id == freeze.Id && f.RemovedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(f => f.RemovedAt, now).SetProperty(f => f.RemovedBy, name), cancellationToken);
        if (removed == 0)
            return Error.Conflict("The freeze was removed already. The page shows the current state.");
        await RecordAsync(db, freeze, actor.Recorded, new { Removed = FreezeWindow.Words(freeze) }, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await PublishAsync(db, freeze, cancellationToken);
        return Result.Done($"{freeze.Name} is removed.");
    }

    private static async Task RecordAsync(
        TriageDbContext db,
        ReleaseFreeze freeze,
        AuditActor actor,
        object detail,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var place = freeze.WorkflowId is { } id
            ? await db.Workflows.Where(w => w.TenantId == freeze.TenantId && w.Id == id).Select(w => w.Key).SingleAsync(cancellationToken)
            : "all workflows";
        AuditTrail.Add(db, now, actor, freeze.TenantId, AuditActions.FreezeChanged, $"{freeze.Name} ({place})", detail);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Tells the pages of the workflow, or of all workflows of the tenant.</summary>
    private async Task PublishAsync(TriageDbContext db, ReleaseFreeze freeze, CancellationToken cancellationToken)
    {
        long[] workflows = freeze.WorkflowId is { } one
            ? [one]
            : await db.Workflows.Where(w => w.TenantId == freeze.TenantId).Select(w => w.Id).ToArrayAsync(cancellationToken);
        foreach (var id in workflows)
            notifier.Publish(id);
    }

    private async Task<IReadOnlyList<FreezeRow>> RowsAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        return
        [
            .. (await Current(db, tenantId, workflowId, now).AsNoTracking().ToListAsync(cancellationToken))
                .OrderBy(f => f.StartsAt)
                .ThenBy(f => f.Id)
                .Select(f => new FreezeRow(
                    f.Id,
                    f.Name,
                    f.WorkflowId is null,
                    FreezeWindow.Words(f),
                    f.CreatedBy,
                    FreezeWindow.EndAt(f, now)
                )),
        ];
    }

    /// <summary>The freezes that are not removed, and not over at a time.</summary>
    private static IQueryable<ReleaseFreeze> Current(TriageDbContext db, long tenantId, long? workflowId, DateTimeOffset at) =>
        db.ReleaseFreezes.Where(f =>
            f.TenantId == tenantId
            && (f.WorkflowId == null || f.WorkflowId == workflowId)
            && f.RemovedAt == null
            && (f.EndsAt == null || f.EndsAt > at)
        );

    private static void DemandLead(PersonAccess access, WorkflowRef workflow, bool isOfTenant)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, isOfTenant ? null : workflow.Id))
            throw new AccessDeniedException(
                isOfTenant ? "Only leads of the whole tenant can change its freezes." : "Only leads of the workflow can change its freezes."
            );
    }
}
