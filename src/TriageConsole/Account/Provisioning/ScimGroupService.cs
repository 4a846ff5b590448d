using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TriageConsole.Account.Groups;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Account.Provisioning;

/// <summary>
/// Creates, changes and deletes provisioned groups for the identity provider. Groups that admins have created are not visible to it. The
/// caller has checked the token of the identity provider, which acts for the whole installation.
/// </summary>
public sealed class ScimGroupService(
    IDbContextFactory<TriageDbContext> contexts,
    OpenCircuits circuits,
    DatabaseRetry retry,
    TimeProvider time
)
{
    /// <summary>The number of people whom one entry of the audit log names.</summary>
    private const int MaxNamed = 100;

    internal async Task<(IReadOnlyList<ScimGroup> Groups, int Total)> ListAsync(
        ScimFilter? filter,
        ScimPage page,
        bool withMembers,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var groups = Provisioned(db);
        if (filter is not null)
        {
            var (value, key) = (filter.Value, GroupNames.Normalized(filter.Value));
            var id = ScimUserService.IdOf(value);
            groups = filter.Attribute switch
            {
                "displayname" => groups.Where(g => g.NormalizedName == key),
                "externalid" => groups.Where(g => g.ExternalId == value),
                "id" => groups.Where(g => g.Id == id),
                "members" or "members.value" => groups.Where(g => g.Members.Any(m => m.UserId == id)),
                _ => throw filter.Unknown(),
            };
        }

        var total = await groups.CountAsync(cancellationToken);
        if (page.Count == 0)
            return ([], total);
        var rows = await groups.OrderBy(g => g.Id).Skip(page.StartIndex - 1).Take(page.Count).ToListAsync(cancellationToken);
        return (await ShownAsync(db, rows, withMembers, cancellationToken), total);
    }

    internal async Task<ScimGroup> FindAsync(string id, bool withMembers, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, id, withMembers, cancellationToken);
    }

    internal Task<ScimGroup> CreateAsync(ScimGroupDraft draft, CancellationToken cancellationToken) =>
        retry.RunAsync(
            async cancel =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                await RefuseTakenAsync(db, draft, 0, cancel);
                await GroupMembership.LockPeopleAsync(db, draft.Members, cancel);
                await RequireUsersAsync(db, [.. draft.Members], cancel);
                var now = time.GetUtcNow();
                var group = new PersonGroup
                {
                    Name = draft.Name,
                    NormalizedName = GroupNames.Normalized(draft.Name),
                    ExternalId = draft.ExternalId,
                    IsProvisioned = true,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                foreach (var member in draft.Members)
                    group.Members.Add(new PersonGroupMember { UserId = member, AddedAt = now });
                db.PersonGroups.Add(group);
                await db.SaveChangesAsync(cancel);
                var created = new { group.Name, Members = draft.Members.Count };
                GroupAudit.Add(db, now, ScimUserService.Actor, AuditActions.GroupCreated, group.Id, created);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                return (await ShownAsync(db, [group], withMembers: true, cancel))[0];
            },
            cancellationToken
        );

    internal Task<ScimGroup> ReplaceAsync(string id, JsonElement body, CancellationToken cancellationToken) =>
        ChangeAsync(id, (_, _) => ScimGroupDraft.Of(body), cancellationToken);

    internal Task<ScimGroup> PatchAsync(string id, IReadOnlyList<ScimOperation> operations, CancellationToken cancellationToken) =>
        ChangeAsync(id, (group, members) => ScimGroupDraft.Of(group.Name, group.ExternalId, members, operations), cancellationToken);

    internal Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        retry.RunAsync(
            async cancel =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var now = time.GetUtcNow();
                var group = await LockAsync(db, id, now, cancel);
                var members = await GroupMembership.MembersAsync(db, group.Id, cancel);
                await GroupMembership.LockPeopleAsync(db, members, cancel);
                db.PersonGroups.Remove(group);
                var deleted = new { group.Name, Members = members.Count };
                GroupAudit.Add(db, now, ScimUserService.Actor, AuditActions.GroupDeleted, group.Id, deleted);
                await FinishAsync(db, transaction, members, now, cancel);
            },
            cancellationToken
        );

    private Task<ScimGroup> ChangeAsync(
        string id,
        Func<PersonGroup, IReadOnlyList<long>, ScimGroupDraft> change,
        CancellationToken cancellationToken
    ) =>
        retry.RunAsync(
            async cancel =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancel);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var now = time.GetUtcNow();
                var group = await LockAsync(db, id, now, cancel);
                var before = await GroupMembership.MembersAsync(db, group.Id, cancel);
                var after = change(group, before);
                await RefuseTakenAsync(db, after, group.Id, cancel);
                long[] added = [.. after.Members.Except(before).Order()];
                long[] removed = [.. before.Except(after.Members).Order()];
                // The rows of roles name the group.
                var isRenamed = after.Name != group.Name;
                IReadOnlyList<long> renamed = isRenamed ? before : [];
                long[] people = [.. added, .. removed, .. renamed];
                await GroupMembership.LockPeopleAsync(db, people, cancel);
                await RequireUsersAsync(db, added, cancel);
                if (removed.Length > 0)
                    await db.PersonGroupMembers.Where(m => m.GroupId == group.Id && removed.Contains(m.UserId)).ExecuteDeleteAsync(cancel);
                foreach (var member in added)
                    db.PersonGroupMembers.Add(
                        new PersonGroupMember
                        {
                            GroupId = group.Id,
                            UserId = member,
                            AddedAt = now,
                        }
                    );
                var changed = new
                {
                    Before = isRenamed ? group.Name : null,
                    after.Name,
                    MembersAdded = added.Take(MaxNamed),
                    MembersRemoved = removed.Take(MaxNamed),
                    Added = added.Length,
                    Removed = removed.Length,
                };
                if (people.Length > 0 || after.ExternalId != group.ExternalId || isRenamed)
                    GroupAudit.Add(db, now, ScimUserService.Actor, AuditActions.GroupChanged, group.Id, changed);
                (group.Name, group.NormalizedName, group.ExternalId) = (after.Name, GroupNames.Normalized(after.Name), after.ExternalId);
                await FinishAsync(db, transaction, people, now, cancel);
                return await FindAsync(db, id, withMembers: true, cancel);
            },
            cancellationToken
        );

    /// <summary>Gives and removes the roles, commits, and ends the open pages of those who lose one.</summary>
    private async Task FinishAsync(
        TriageDbContext db,
        IDbContextTransaction transaction,
        IEnumerable<long> people,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var losing = await GroupMembership.RefreshAsync(
            db,
            people,
            ScimUserService.Actor,
            ScimUserService.ActorName,
            now,
            cancellationToken
        );
        if (!losing.Ok)
            throw new ScimException(StatusCodes.Status409Conflict, null, losing.Message);
        await transaction.CommitAsync(cancellationToken);
        foreach (var person in losing.Value)
            circuits.EndPerson(person);
    }

    private static async Task<PersonGroup> LockAsync(TriageDbContext db, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var groupId = ScimUserService.IdOf(id);
        if (!await GroupMembership.LockAsync(db, groupId, now, cancellationToken))
            throw ScimException.Missing("group", id);
        return await db.PersonGroups.SingleOrDefaultAsync(g => g.Id == groupId && g.IsProvisioned, cancellationToken)
            ?? throw ScimException.Missing("group", id);
    }

    /// <summary>People who are no users of the identity provider cannot be members of its groups.</summary>
    private static async Task RequireUsersAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
            return;
        var known = await db.ProvisionedUsers.Where(p => ids.Contains(p.UserId)).Select(p => p.UserId).ToListAsync(cancellationToken);
        if (ids.Except(known).ToList() is [var first, ..])
            throw ScimException.Invalid($"There is no user with the id '{first}'.");
    }

    private static async Task RefuseTakenAsync(TriageDbContext db, ScimGroupDraft draft, long exceptId, CancellationToken cancellationToken)
    {
        var (key, externalId) = (GroupNames.Normalized(draft.Name), draft.ExternalId);
        if (await db.PersonGroups.AnyAsync(g => g.NormalizedName == key && g.Id != exceptId, cancellationToken))
            throw ScimException.Taken("A group with this displayName exists already. It can be one that an admin has created.");
        if (
            externalId is not null
            && await db.PersonGroups.AnyAsync(g => g.ExternalId == externalId && g.Id != exceptId, cancellationToken)
        )
            throw ScimException.Taken("A group with this externalId exists already.");
    }

    private static async Task<ScimGroup> FindAsync(TriageDbContext db, string id, bool withMembers, CancellationToken cancellationToken)
    {
        var groupId = ScimUserService.IdOf(id);
        var group =
            await Provisioned(db).SingleOrDefaultAsync(g => g.Id == groupId, cancellationToken) ?? throw ScimException.Missing("group", id);
        return (await ShownAsync(db, [group], withMembers, cancellationToken))[0];
    }

    private static IQueryable<PersonGroup> Provisioned(TriageDbContext db) => db.PersonGroups.AsNoTracking().Where(g => g.IsProvisioned);

    private static async Task<IReadOnlyList<ScimGroup>> ShownAsync(
        TriageDbContext db,
        IReadOnlyList<PersonGroup> groups,
        bool withMembers,
        CancellationToken cancellationToken
    )
    {
        long[] ids = withMembers ? [.. groups.Select(g => g.Id)] : [];
        var members = await db
            .PersonGroupMembers.Where(m => ids.Contains(m.GroupId))
            .OrderBy(m => m.UserId)
            .Select(m => new
            {
                m.GroupId,
                m.UserId,
                m.User!.DisplayName,
            })
            .ToListAsync(cancellationToken);
        var of = members.ToLookup(m => m.GroupId, m => (m.UserId, m.DisplayName));
        return
        [
            .. groups.Select(g => new ScimGroup(g.Id, g.Name, g.ExternalId, g.CreatedAt, g.UpdatedAt, withMembers ? [.. of[g.Id]] : null)),
        ];
    }
}
