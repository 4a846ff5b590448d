using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account.SingleSignOn;

/// <summary>Gives people the roles of their groups, and removes those of groups that they have left. Roles by hand stay.</summary>
public sealed class GroupRoles(IOptions<SingleSignOnOptions> options, TimeProvider time, ILogger<GroupRoles> logger)
{
    /// <summary>The roles of the groups. Entries that name an unknown tenant or workflow give none.</summary>
    internal async Task<IReadOnlyList<GroupGrant>> FindAsync(
        TriageDbContext db,
        IReadOnlyCollection<string> groups,
        CancellationToken cancellationToken
    )
    {
        var found = new List<GroupGrant>();
        foreach (var entry in options.Value.Roles.Where(r => groups.Contains(r.Group)))
        {
            if (string.IsNullOrEmpty(entry.Tenant))
            {
                found.Add(new GroupGrant(entry.Group, entry.Role, null, null));
                continue;
            }

            var tenantId = await db
                .Tenants.Where(t => t.Key == entry.Tenant)
                .Select(t => (long?)t.Id)
                .SingleOrDefaultAsync(cancellationToken);
            var workflowId =
                tenantId is null || string.IsNullOrEmpty(entry.Workflow)
                    ? null
                    : await db
                        .Workflows.Where(w => w.TenantId == tenantId && w.Key == entry.Workflow)
                        .Select(w => (long?)w.Id)
                        .SingleOrDefaultAsync(cancellationToken);
            if (tenantId is null || (workflowId is null && !string.IsNullOrEmpty(entry.Workflow)))
                SingleSignOnLog.UnknownPlace(logger, entry.Group, entry.Tenant, entry.Workflow);
            else
                found.Add(new GroupGrant(entry.Group, entry.Role, tenantId, workflowId));
        }

        return [.. found.DistinctBy(g => (g.Role, g.TenantId, g.WorkflowId))];
    }

    /// <summary>Makes the roles from groups equal to the given ones. The row of the account must be locked.</summary>
    internal async Task ApplyAsync(TriageDbContext db, AppUser user, IReadOnlyList<GroupGrant> wanted, CancellationToken cancellationToken)
    {
        var held = await db
            .RoleGrants.Where(g => g.UserId == user.Id && g.Source == GrantSource.SingleSignOn)
            .ToListAsync(cancellationToken);
        var name = options.Value.Name;
        SourcedRoles.Apply(
            db,
            new RoleSource(GrantSource.SingleSignOn, AuditActor.Named("single sign-on"), name, group => $"{name}, group {group}"),
            user.Id,
            held,
            wanted,
            time.GetUtcNow()
        );
    }
}
