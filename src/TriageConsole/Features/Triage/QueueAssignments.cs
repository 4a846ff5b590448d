using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Triage;

/// <summary>Items of a queue that leads assign to people.</summary>
public sealed class QueueAssignments(IDbContextFactory<TriageDbContext> contexts, DatabaseRetry retry, ChangeNotifier notifier)
{
    /// <summary>The people who can label the workflow, by name.</summary>
    public async Task<IReadOnlyList<QueuePerson>> PeopleAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Labelers(db, workflow)
            .OrderBy(u => u.DisplayName)
            .ThenBy(u => u.Id)
            .Select(u => new QueuePerson(u.Id, u.DisplayName))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Assigns open items to a person, or to nobody (null), so that every labeler can get them.</summary>
    public async Task<Result> AssignAsync(
        PersonAccess access,
        WorkflowRef workflow,
        IReadOnlyCollection<long> items,
        long? userId,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await Labelers(db, workflow)
            .Where(u => u.Id == userId)
            .Select(u => u.DisplayName)
            .SingleOrDefaultAsync(cancellationToken);
        if (userId is not null && name is null)
            return Error.Invalid("This person cannot label the workflow. The roles may have changed. Choose another person.");
        // Two leads can assign the same items, in any order.
        var changed = await retry.RunAsync(
            token =>
                db.QueueItems.Where(q => q.WorkflowId == workflow.Id && items.Contains(q.Id) && q.OpenSlots > 0)
                    .ExecuteUpdateAsync(s => s.SetProperty(q => q.AssignedToId, userId), token),
            cancellationToken
        );
        notifier.Publish(workflow.Id);
        return Result.Done(
            name is null
                ? $"{(changed == 1 ? "1 item has" : $"{changed} items have")} no assignee now."
                : $"{(changed == 1 ? "1 item is" : $"{changed} items are")} assigned to {name}."
        );
    }

    /// <summary>Gives back to all labelers what is assigned to people who can no longer label it. Returns the number of items.</summary>
    public async Task<int> ReleaseAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .QueueItems.Where(q =>
                q.AssignedToId != null
                && q.OpenSlots > 0
                && !db.Users.Any(u =>
                    u.Id == q.AssignedToId
                    && u.DisabledAt == null
                    && db.RoleGrants.Any(g =>
                        g.UserId == u.Id
                        && (g.Role == Role.Labeler || g.Role == Role.Lead || g.Role == Role.Admin)
                        && (g.TenantId == null || (g.TenantId == q.TenantId && (g.WorkflowId == null || g.WorkflowId == q.WorkflowId)))
                    )
                )
            )
            .ExecuteUpdateAsync(s => s.SetProperty(q => q.AssignedToId, (long?)null), cancellationToken);
    }

    private static IQueryable<AppUser> Labelers(TriageDbContext db, WorkflowRef workflow) =>
        db.Users.Where(u =>
            u.DisabledAt == null
            && db.RoleGrants.Any(g =>
                g.UserId == u.Id
                && (g.Role == Role.Labeler || g.Role == Role.Lead || g.Role == Role.Admin)
                && (g.TenantId == null || (g.TenantId == workflow.TenantId && (g.WorkflowId == null || g.WorkflowId == workflow.Id)))
            )
        );

    private static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can assign its items.");
    }
}
