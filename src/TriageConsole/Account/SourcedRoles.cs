using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>Makes the roles that a person has from groups equal to those that the groups give. Roles by hand stay.</summary>
internal static class SourcedRoles
{
    /// <summary>The row of the account must be locked.</summary>
    /// <param name="db">The context, which the caller saves.</param>
    /// <param name="source">The source of the roles.</param>
    /// <param name="userId">The person.</param>
    /// <param name="held">The tracked rows that the person has from this source.</param>
    /// <param name="wanted">The roles that the groups give, each place once.</param>
    /// <param name="now">The time of the change.</param>
    /// <returns>The roles that the person loses.</returns>
    public static IReadOnlyList<RoleGrant> Apply(
        TriageDbContext db,
        RoleSource source,
        long userId,
        IReadOnlyList<RoleGrant> held,
        IReadOnlyList<GroupGrant> wanted,
        DateTimeOffset now
    )
    {
        var removed = new List<RoleGrant>();
        foreach (var grant in held)
        {
            if (wanted.FirstOrDefault(w => w.Is(grant)) is { } still)
            {
                // The person can have the role from another group now, or the group has another name.
                grant.GrantedBy = By(source, still);
                continue;
            }

            removed.Add(grant);
            db.RoleGrants.Remove(grant);
            db.RemovedRoles.Add(
                new RemovedRole
                {
                    UserId = userId,
                    Role = grant.Role,
                    TenantId = grant.TenantId,
                    WorkflowId = grant.WorkflowId,
                    RemovedAt = now,
                    RemovedBy = Texts.Cut(source.RemovedBy, 256),
                }
            );
            Record(db, source, userId, now, AuditActions.RoleRemoved, grant, grant.GrantedBy);
        }

        foreach (var group in wanted.Where(w => !held.Any(w.Is)))
        {
            var grant = new RoleGrant
            {
                UserId = userId,
                Role = group.Role,
                TenantId = group.TenantId,
                WorkflowId = group.WorkflowId,
                Source = source.Source,
                GrantedAt = now,
                GrantedBy = By(source, group),
            };
            db.RoleGrants.Add(grant);
            Record(db, source, userId, now, AuditActions.RoleGranted, grant, grant.GrantedBy);
        }

        return removed;
    }

    private static string By(RoleSource source, GroupGrant group) => Texts.Cut(Texts.Storable(source.GroupText(group.Group)), 256);

    private static void Record(
        TriageDbContext db,
        RoleSource source,
        long userId,
        DateTimeOffset at,
        string action,
        RoleGrant grant,
        string from
    ) =>
        AuditTrail.Add(
            db,
            at,
            source.Actor,
            grant.TenantId,
            action,
            $"person/{userId}",
            new
            {
                Role = grant.Role.ToString(),
                grant.WorkflowId,
                From = from,
            }
        );
}
