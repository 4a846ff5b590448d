using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Components;
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

    public async Task<Result> AddAsync(
        PersonAccess access,
        WorkflowRef workflow,
        NewFreeze wanted,
        CancellationToken cancellationToken = default
    )
    {
        DemandLead(access, workflow, wanted.IsOfTenant);
        var now = time.GetUtcNow();
        var freeze = new ReleaseFreeze
        {
            TenantId = workflow.TenantId,
            WorkflowId = wanted.IsOfTenant ? null : workflow.Id,
            Name = Texts.Cut(Texts.Storable(wanted.Name.Trim()), NameLength),
            TimeZone = wanted.TimeZone.Trim(),
            CreatedById = access.UserId,
            CreatedBy = access.DisplayName,
            CreatedAt = now,
        };
        if (Fill(freeze, wanted, now) is { Count: > 0 } problems)
            return Error.Invalid("Not saved. Correct the fields below.", problems);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await Current(db, workflow.TenantId, workflow.Id).CountAsync(cancellationToken) >= MaxFreezes)
            return Error.Invalid($"A workflow has at most {MaxFreezes} freezes. Remove one first.");
        db.ReleaseFreezes.Add(freeze);
        AuditTrail.Add(
            db,
            now,
            AuditActor.Of(access),
            workflow.TenantId,
            AuditActions.FreezeChanged,
            Subject(freeze, workflow),
            new { Added = FreezeWindow.Words(freeze) }
        );
        await db.SaveChangesAsync(cancellationToken);
        notifier.Publish(workflow.Id);
        return Result.Done($"Added. {freeze.Name}: {FreezeWindow.Words(freeze)}.");
    }

    /// <summary>Removes a freeze. It stays in the database and in the audit log.</summary>
    public async Task<Result> RemoveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long freezeId,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var freeze = await Current(db, workflow.TenantId, workflow.Id).SingleOrDefaultAsync(f => f.Id == freezeId, cancellationToken);
        if (freeze is null)
            return Error.Conflict("The freeze was removed already. The page shows the current state.");
        DemandLead(access, workflow, freeze.WorkflowId is null);
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var removed = await db
            .ReleaseFreezes.Where(f => f.Id == freezeId && f.RemovedAt == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(f => f.RemovedAt, now).SetProperty(f => f.RemovedBy, access.DisplayName),
                cancellationToken
            );
        if (removed == 0)
            return Error.Conflict("The freeze was removed already. The page shows the current state.");
        AuditTrail.Add(
            db,
            now,
            AuditActor.Of(access),
            workflow.TenantId,
            AuditActions.FreezeChanged,
            Subject(freeze, workflow),
            new { Removed = FreezeWindow.Words(freeze) }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Publish(workflow.Id);
        return Result.Done($"{freeze.Name} is removed.");
    }

    /// <summary>The freezes of the workflow and of its whole tenant, without those that are over.</summary>
    public async Task<IReadOnlyList<FreezeRow>> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        Registry.ReleaseReader.DemandReader(access, workflow);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return
        [
            .. (await Current(db, workflow.TenantId, workflow.Id).AsNoTracking().ToListAsync(cancellationToken))
                .Where(f => f.EndsAt is null || f.EndsAt > now)
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

    /// <summary>The freeze that is active at a time and ends last; null if there is none.</summary>
    internal static async Task<ActiveFreeze?> ActiveAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        (await Current(db, tenantId, workflowId).AsNoTracking().ToListAsync(cancellationToken))
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

    private static IQueryable<ReleaseFreeze> Current(TriageDbContext db, long tenantId, long workflowId) =>
        db.ReleaseFreezes.Where(f => f.TenantId == tenantId && (f.WorkflowId == null || f.WorkflowId == workflowId) && f.RemovedAt == null);

    private static void DemandLead(PersonAccess access, WorkflowRef workflow, bool isOfTenant)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, isOfTenant ? null : workflow.Id))
            throw new AccessDeniedException(
                isOfTenant ? "Only leads of the whole tenant can change its freezes." : "Only leads of the workflow can change its freezes."
            );
    }

    private static string Subject(ReleaseFreeze freeze, WorkflowRef workflow) =>
        $"{freeze.Name} ({(freeze.WorkflowId is null ? "all workflows" : workflow.Key)})";

    private static List<FieldProblem> Fill(ReleaseFreeze freeze, NewFreeze wanted, DateTimeOffset now)
    {
        var problems = new List<FieldProblem>();
        if (freeze.Name.Length == 0)
            problems.Add(new(nameof(wanted.Name), "Enter a name. It is shown wherever the freeze stops something."));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(freeze.TimeZone, out var zone) || !zone.HasIanaId && zone.Id != "UTC")
        {
            problems.Add(new(nameof(wanted.TimeZone), "Select a time zone of the list, such as Europe/Berlin."));
            return problems;
        }

        if (wanted.IsWeekly)
        {
            (freeze.StartMinute, freeze.EndMinute) = (
                Weekly(wanted.FirstDay, wanted.FirstTime, nameof(wanted.FirstTime)),
                Weekly(wanted.LastDay, wanted.LastTime, nameof(wanted.LastTime))
            );
            if (freeze.StartMinute is not null && freeze.StartMinute == freeze.EndMinute)
                problems.Add(new(nameof(wanted.LastTime), "The end must differ from the start."));
            return problems;
        }

        (freeze.StartsAt, freeze.EndsAt) = (Moment(wanted.From, nameof(wanted.From)), Moment(wanted.To, nameof(wanted.To)));
        if (freeze.EndsAt <= freeze.StartsAt)
            problems.Add(new(nameof(wanted.To), "The end must be after the start."));
        else if (freeze.EndsAt <= now)
            problems.Add(new(nameof(wanted.To), "The end is in the past."));
        return problems;

        int? Weekly(DayOfWeek day, string text, string field)
        {
            if (TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var at))
                return FreezeWindow.MinuteOf(day, at.ToTimeSpan());
            problems.Add(new(field, "Enter a time of day, such as 18:00."));
            return null;
        }

        DateTimeOffset? Moment(string text, string field)
        {
            if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
                return Times.InstantOf(local, zone);
            problems.Add(new(field, "Enter a date and a time."));
            return null;
        }
    }
}
