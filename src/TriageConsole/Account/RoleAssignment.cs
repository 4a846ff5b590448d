using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Account;

/// <summary>Grants roles, or offers them if the account belongs to a person already.</summary>
public sealed class RoleAssignment(IDbContextFactory<TriageDbContext> contexts, TimeProvider time, ILogger<RoleAssignment> logger)
{
    internal static readonly PersonAccess CommandLine = new(0, "command line", [new Grant(Role.Admin, null, null)]);

    /// <summary>
    /// Grants the roles if the account is unclaimed or already has an accepted role in the tenant. Otherwise offers them. The account stays
    /// locked meanwhile, so that this condition cannot change.
    /// </summary>
    internal async Task<(Result<PersonChange> Outcome, bool IsOffer)> GiveAsync(
        PersonAccess access,
        long userId,
        IReadOnlyList<GrantSpec> specs,
        bool isNew,
        CancellationToken cancellationToken
    )
    {
        var places = new List<(Role Role, long? TenantId, long? WorkflowId)>();
        foreach (var spec in specs)
        {
            var (refusal, tenantId, workflowId) = await ResolveAsync(access, spec, cancellationToken);
            if (refusal is not null)
                return (refusal, false);
            places.Add((spec.Role, tenantId, workflowId));
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, 0), cancellationToken);
        var now = time.GetUtcNow();
        var direct = access == CommandLine;
        if (isNew && !direct && await AccountDirectory.IsUnclaimedAsync(db, userId, cancellationToken))
        {
            direct = true;
            // The account can still have a link of an invitation that another admin withdrew.
            await SignInLinkService.EndAsync(SignInLinkService.Outstanding(db, userId), now, cancellationToken);
        }

        // A role from a group does not count as held: it would end with the group.
        var knownIn = await db.RoleGrants.Where(g => g.UserId == userId).Select(g => g.TenantId).Distinct().ToListAsync(cancellationToken);
        var held = await db
            .RoleGrants.AsNoTracking()
            .Where(g => g.UserId == userId && g.Source == GrantSource.Person)
            .Select(g => new
            {
                g.Role,
                g.TenantId,
                g.WorkflowId,
            })
            .ToListAsync(cancellationToken);
        var offered = await db
            .RoleOffers.AsNoTracking()
            .Where(o => o.UserId == userId)
            .Select(o => new
            {
                o.Role,
                o.TenantId,
                o.WorkflowId,
            })
            .ToListAsync(cancellationToken);
        var (by, isOffer) = (access.UserId == 0 ? (long?)null : access.UserId, false);
        foreach (var (role, tenantId, workflowId) in places.Distinct())
        {
            var place = new
            {
                Role = role,
                TenantId = tenantId,
                WorkflowId = workflowId,
            };
            if (held.Contains(place))
                continue;
            var waits = !direct && !knownIn.Contains(tenantId);
            isOffer |= waits;
            AccountLog.RoleGiven(logger, access.UserId, userId, role, tenantId, workflowId, waits);
            AuditTrail.Add(
                db,
                now,
                access.UserId == 0 ? AuditActor.CommandLine : AuditActor.Of(access),
                tenantId,
                waits ? AuditActions.RoleOffered : AuditActions.RoleGranted,
                $"person/{userId}",
                new { Role = role.ToString(), WorkflowId = workflowId }
            );
            if (!waits)
                db.RoleGrants.Add(
                    new RoleGrant
                    {
                        UserId = userId,
                        Role = role,
                        TenantId = tenantId,
                        WorkflowId = workflowId,
                        GrantedAt = now,
                        GrantedBy = access.DisplayName,
                        GrantedById = by,
                    }
                );
            else if (!offered.Contains(place))
                db.RoleOffers.Add(
                    new RoleOffer
                    {
                        UserId = userId,
                        Role = role,
                        TenantId = tenantId,
                        WorkflowId = workflowId,
                        OfferedAt = now,
                        OfferedBy = access.DisplayName,
                        OfferedById = by,
                    }
                );
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (Result.Done("", new PersonChange(userId)), isOffer);
    }

    internal async Task<(Error? Refusal, long? TenantId, long? WorkflowId)> ResolveAsync(
        PersonAccess access,
        GrantSpec grant,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(grant.TenantKey))
        {
            if (grant.Role != Role.Admin)
                return (Error.Invalid("Only the admin role can be granted everywhere. Choose a tenant for other roles."), null, null);
            return access.IsSiteAdmin ? (null, null, null) : (PeopleService.NotYours, null, null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenantId = await db
            .Tenants.Where(t => t.Key == grant.TenantKey)
            .Select(t => (long?)t.Id)
            .SingleOrDefaultAsync(cancellationToken);
        long? workflowId = null;
        if (tenantId is not null && !string.IsNullOrEmpty(grant.WorkflowKey))
        {
            workflowId = await db
                .Workflows.Where(w => w.TenantId == tenantId && w.Key == grant.WorkflowKey)
                .Select(w => (long?)w.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (workflowId is null)
                tenantId = null;
        }

        if (tenantId is null || !RoleGrants.MayGive(access, tenantId, workflowId))
            return (Error.NotFound("There is no such tenant or workflow in your scope."), null, null);
        return (null, tenantId, workflowId);
    }
}
