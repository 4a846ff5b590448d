using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Account.Provisioning;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Account.Groups;

/// <summary>
/// Changes groups, for admins of the whole installation. The name and the members of a provisioned group belong to the identity provider;
/// its roles are given here.
/// </summary>
public sealed class PersonGroupService(
    IDbContextFactory<TriageDbContext> contexts,
    RoleAssignment roles,
    OpenCircuits circuits,
    DatabaseRetry retry,
    IOptions<ProvisioningOptions> provisioning,
    TimeProvider time
)
{
    private static Error NotYours { get; } = Error.NotFound("There is no such group, or you do not manage groups.");

    private static Error Managed { get; } =
        Error.Conflict("The identity provider manages the name and the members of this group. Change them there.");

    /// <summary>The result has the id of the new group.</summary>
    public Task<Result<long>> CreateAsync(PersonAccess access, string name, CancellationToken cancellationToken = default) =>
        retry.RunAsync<Result<long>>(
            async cancel =>
            {
                if (!access.IsSiteAdmin)
                    return NotYours;
                if (GroupNames.Of(name) is not { } shown)
                    return GroupNames.Wrong;
                await using var db = await contexts.CreateDbContextAsync(cancel);
                var key = GroupNames.Normalized(shown);
                if (await db.PersonGroups.AnyAsync(g => g.NormalizedName == key, cancel))
                    return GroupNames.InUse;
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var now = time.GetUtcNow();
                var group = new PersonGroup
                {
                    Name = shown,
                    NormalizedName = key,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                db.PersonGroups.Add(group);
                await db.SaveChangesAsync(cancel);
                GroupAudit.Add(db, now, AuditActor.Of(access), AuditActions.GroupCreated, group.Id, new { group.Name });
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                return Result.Done("", group.Id);
            },
            cancellationToken
        );

    /// <param name="access">The site admin.</param>
    /// <param name="id">The group.</param>
    /// <param name="version">The version that the admin saw.</param>
    /// <param name="name">The new name.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public Task<Result> RenameAsync(
        PersonAccess access,
        long id,
        int version,
        string name,
        CancellationToken cancellationToken = default
    ) =>
        ChangeAsync(
            access,
            id,
            membersAreChanged: true,
            async (db, group, now, cancel) =>
            {
                if (GroupNames.Of(name) is not { } shown)
                    return GroupNames.Wrong;
                // The lock has counted the version.
                if (group.RowVersion != version + 1)
                    return Error.Conflict("Another admin has changed this group. Read it again, then rename it.");
                var key = GroupNames.Normalized(shown);
                if (await db.PersonGroups.AnyAsync(g => g.NormalizedName == key && g.Id != id, cancel))
                    return GroupNames.InUse;
                GroupAudit.Add(db, now, AuditActor.Of(access), AuditActions.GroupChanged, id, new { Before = group.Name, Name = shown });
                (group.Name, group.NormalizedName) = (shown, key);
                return Result.Done("", await GroupMembership.MembersAsync(db, id, cancel));
            },
            cancellationToken
        );

    /// <summary>
    /// Deletes the group, and the roles that its members have from it. A provisioned group can be deleted here when provisioning is off.
    /// </summary>
    public Task<Result> DeleteAsync(PersonAccess access, long id, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            id,
            membersAreChanged: provisioning.Value.IsConfigured,
            async (db, group, now, cancel) =>
            {
                var members = await GroupMembership.MembersAsync(db, id, cancel);
                GroupAudit.Add(db, now, AuditActor.Of(access), AuditActions.GroupDeleted, id, new { group.Name, Members = members.Count });
                db.PersonGroups.Remove(group);
                return Result.Done("", members);
            },
            cancellationToken
        );

    /// <summary>Adds a person who has an account.</summary>
    public Task<Result> AddMemberAsync(PersonAccess access, long id, string email, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            id,
            membersAreChanged: true,
            async (db, _, now, cancel) =>
            {
                var key = Texts.Storable(email.Trim()).ToUpperInvariant();
                var found = await db
                    .Users.Where(u => u.NormalizedEmail == key)
                    .Select(u => new { u.Id, u.Email })
                    .SingleOrDefaultAsync(cancel);
                if (found is null || !AccountDirectory.SameAddress(found.Email ?? "", email.Trim()))
                    return Error.NotFound("There is no account with this email address. Invite the person first.");
                if (await db.PersonGroupMembers.AnyAsync(m => m.GroupId == id && m.UserId == found.Id, cancel))
                    return Error.Conflict("This person is in the group already.");
                db.PersonGroupMembers.Add(
                    new PersonGroupMember
                    {
                        GroupId = id,
                        UserId = found.Id,
                        AddedAt = now,
                    }
                );
                GroupAudit.Add(db, now, AuditActor.Of(access), AuditActions.GroupChanged, id, new { MemberAdded = found.Id });
                return Result.Done("", new List<long> { found.Id });
            },
            cancellationToken
        );

    /// <summary>Removes a person, and the roles that only this group gives.</summary>
    public Task<Result> RemoveMemberAsync(PersonAccess access, long id, long userId, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            id,
            membersAreChanged: true,
            async (db, _, now, cancel) =>
            {
                var member = await db.PersonGroupMembers.SingleOrDefaultAsync(m => m.GroupId == id && m.UserId == userId, cancel);
                if (member is null)
                    return Error.NotFound("This person is not in the group any more.");
                db.PersonGroupMembers.Remove(member);
                GroupAudit.Add(db, now, AuditActor.Of(access), AuditActions.GroupChanged, id, new { MemberRemoved = userId });
                return Result.Done("", new List<long> { userId });
            },
            cancellationToken
        );

    /// <summary>Gives all members a role.</summary>
    public async Task<Result> AddRoleAsync(PersonAccess access, long id, GrantSpec grant, CancellationToken cancellationToken = default)
    {
        var (refusal, tenantId, workflowId) = await roles.ResolveAsync(access, grant, cancellationToken);
        if (refusal is not null)
            return refusal;
        return await ChangeAsync(
            access,
            id,
            membersAreChanged: false,
            async (db, _, now, cancel) =>
            {
                if (
                    await db.PersonGroupRoles.AnyAsync(
                        r => r.GroupId == id && r.Role == grant.Role && r.TenantId == tenantId && r.WorkflowId == workflowId,
                        cancel
                    )
                )
                    return Error.Conflict("The group has this role already.");
                db.PersonGroupRoles.Add(
                    new PersonGroupRole
                    {
                        GroupId = id,
                        Role = grant.Role,
                        TenantId = tenantId,
                        WorkflowId = workflowId,
                        AddedAt = now,
                        AddedBy = Texts.Cut(access.DisplayName, 256),
                    }
                );
                var added = RoleNames.Of(grant.Role, grant.TenantKey, grant.WorkflowKey);
                GroupAudit.Add(db, now, AuditActor.Of(access), AuditActions.GroupChanged, id, new { RoleAdded = added });
                return Result.Done("", await GroupMembership.MembersAsync(db, id, cancel));
            },
            cancellationToken
        );
    }

    /// <summary>Removes a role from all members who have it from no other group. Their open pages end.</summary>
    public Task<Result> RemoveRoleAsync(PersonAccess access, long id, long roleId, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            id,
            membersAreChanged: false,
            async (db, _, now, cancel) =>
            {
                var role = await db.PersonGroupRoles.SingleOrDefaultAsync(r => r.Id == roleId && r.GroupId == id, cancel);
                if (role is null)
                    return Error.NotFound("The group does not have this role any more.");
                db.PersonGroupRoles.Remove(role);
                var removed = new
                {
                    RoleRemoved = role.Role.ToString(),
                    role.TenantId,
                    role.WorkflowId,
                };
                GroupAudit.Add(db, now, AuditActor.Of(access), AuditActions.GroupChanged, id, removed);
                return Result.Done("", await GroupMembership.MembersAsync(db, id, cancel));
            },
            cancellationToken
        );

    /// <summary>Runs a change that returns whose roles can be different after it.</summary>
    private Task<Result> ChangeAsync(
        PersonAccess access,
        long id,
        bool membersAreChanged,
        Func<TriageDbContext, PersonGroup, DateTimeOffset, CancellationToken, Task<Result<List<long>>>> change,
        CancellationToken cancellationToken
    ) =>
        retry.RunAsync<Result>(
            async cancel =>
            {
                if (!access.IsSiteAdmin)
                    return NotYours;
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var now = time.GetUtcNow();
                if (!await GroupMembership.LockAsync(db, id, now, cancel))
                    return NotYours;
                var group = await db.PersonGroups.SingleAsync(g => g.Id == id, cancel);
                if (membersAreChanged && group.IsProvisioned)
                    return Managed;
                var changed = await change(db, group, now, cancel);
                if (!changed.Ok)
                    return changed.Error;
                await GroupMembership.LockPeopleAsync(db, changed.Value, cancel);
                var losing = await GroupMembership.RefreshAsync(db, changed.Value, AuditActor.Of(access), access.DisplayName, now, cancel);
                if (!losing.Ok)
                    return losing.Error;
                await transaction.CommitAsync(cancel);
                foreach (var person in losing.Value)
                    circuits.EndPerson(person);
                return Result.Done();
            },
            cancellationToken
        );
}
