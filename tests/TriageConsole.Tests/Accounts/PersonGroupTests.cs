using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Account.Groups;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Tests.Accounts;

/// <summary>Site admins manage groups, and the roles of the members follow.</summary>
public sealed class PersonGroupTests
{
    private static readonly PersonAccess Root = new(7, "Root", [new Grant(Role.Admin, null, null)]);

    [Fact]
    public async Task Roles_FollowTheGroups_AndThoseByHandStay()
    {
        await using var w = await AccountWorld.StartAsync();
        var (groups, tenant) = (w.App.Get<PersonGroupService>(), await w.App.EnsureTenantAsync("acme"));
        await w.App.AddWorkflowAsync("acme", "chat");
        var (id, email) = await w.App.CreatePersonAsync(new Grant(Role.Lead, tenant, null));
        var one = (await groups.CreateAsync(Root, " Reviewers ")).Value;
        var two = (await groups.CreateAsync(Root, "Second")).Value;
        var lead = new GrantSpec(Role.Lead, "acme");
        Assert.True((await groups.AddRoleAsync(Root, one, lead)).Ok);
        Assert.True((await groups.AddRoleAsync(Root, one, new GrantSpec(Role.Approver, "acme", "chat"))).Ok);
        Assert.True((await groups.AddRoleAsync(Root, two, lead)).Ok);
        Assert.True((await groups.AddMemberAsync(Root, one, email.ToUpperInvariant())).Ok);
        Assert.True((await groups.AddMemberAsync(Root, two, email)).Ok);
        await using var db = w.App.Database.CreateContext();
        var held = await FromGroupsAsync();
        Assert.Equal([Role.Lead, Role.Approver], held.Select(g => g.Role));
        Assert.All(held, g => Assert.Equal("group Reviewers", g.GrantedBy));

        // The list of people shows where a role comes from, and does not remove it.
        var fromGroup = held[0].Id;
        var refused = await w.People.RevokeGrantAsync(Root, fromGroup);
        Assert.Contains("comes from a group", refused.Message, StringComparison.Ordinal);

        // The other group still gives one of the two roles.
        Assert.True((await groups.RemoveMemberAsync(Root, one, id)).Ok);
        var left = Assert.Single(await FromGroupsAsync());
        Assert.Equal((Role.Lead, "group Second"), (left.Role, left.GrantedBy));
        Assert.Equal(Role.Approver, (await db.RemovedRoles.AsNoTracking().SingleAsync(r => r.UserId == id)).Role);
        Assert.True((await groups.DeleteAsync(Root, two)).Ok);
        Assert.Empty(await FromGroupsAsync());
        Assert.True(await db.RoleGrants.AnyAsync(g => g.UserId == id && g.Source == GrantSource.Person));
        var actions = await db.AuditRecords.Select(r => r.Action).Concat(db.AuditLog.Select(r => r.Action)).ToListAsync();
        foreach (var action in new[] { "group.created", "group.changed", "group.deleted", "role.granted", "role.removed" })
            Assert.Contains(action, actions);

        Task<List<RoleGrant>> FromGroupsAsync() =>
            db.RoleGrants.AsNoTracking().Where(g => g.UserId == id && g.Source == GrantSource.Group).OrderBy(g => g.Role).ToListAsync();
    }

    [Fact]
    public async Task LastSiteAdmin_KeepsTheRole()
    {
        await using var w = await AccountWorld.StartAsync();
        var groups = w.App.Get<PersonGroupService>();
        var (id, email) = await w.App.CreatePersonAsync();
        var group = (await groups.CreateAsync(Root, "Site admins")).Value;
        Assert.True((await groups.AddMemberAsync(Root, group, email)).Ok);
        Assert.True((await groups.AddRoleAsync(Root, group, new GrantSpec(Role.Admin, null))).Ok);
        Assert.True((await w.AccessAsync(id)).IsSiteAdmin);
        var role = Assert.Single((await w.App.Get<PersonGroupReader>().FindAsync(Root, group))!.Roles);
        foreach (
            var refused in new[]
            {
                await groups.RemoveMemberAsync(Root, group, id),
                await groups.RemoveRoleAsync(Root, group, role.Id),
                await groups.DeleteAsync(Root, group),
            }
        )
            Assert.Contains("last site admin", refused.Message, StringComparison.Ordinal);
        Assert.True((await w.AccessAsync(id)).IsSiteAdmin);
        await w.App.CreatePersonAsync(new Grant(Role.Admin, null, null));
        Assert.True((await groups.RemoveMemberAsync(Root, group, id)).Ok);
        Assert.False((await w.AccessAsync(id)).IsSiteAdmin);
    }

    [Fact]
    public async Task LastTwoSiteAdmins_LoseTheRoleAtTheSameTime_OneKeepsIt()
    {
        await using var w = await AccountWorld.StartAsync();
        var groups = w.App.Get<PersonGroupService>();
        var (one, two) = (await AdminOfOwnGroupAsync("One"), await AdminOfOwnGroupAsync("Two"));
        var results = await Task.WhenAll(
            groups.RemoveMemberAsync(Root, one.Group, one.Person),
            groups.RemoveMemberAsync(Root, two.Group, two.Person)
        );
        Assert.Single(results, r => r.Ok);
        Assert.Contains("last site admin", results.Single(r => !r.Ok).Message, StringComparison.Ordinal);
        await using var db = w.App.Database.CreateContext();
        Assert.Equal(1, await db.RoleGrants.CountAsync(g => g.Role == Role.Admin && g.TenantId == null));

        async Task<(long Group, long Person)> AdminOfOwnGroupAsync(string name)
        {
            var (person, email) = await w.App.CreatePersonAsync();
            var group = (await groups.CreateAsync(Root, name)).Value;
            Assert.True((await groups.AddRoleAsync(Root, group, new GrantSpec(Role.Admin, null))).Ok);
            Assert.True((await groups.AddMemberAsync(Root, group, email)).Ok);
            return (group, person);
        }
    }

    /// <summary>The group can give the person roles of other tenants later, and an admin who has a link would have them too.</summary>
    [Fact]
    public async Task AdminOfATenant_GetsNoLinkIntoTheAccountOfAMember()
    {
        await using var w = await ScimClient.StartAsync();
        var (groups, admin) = (w.App.Get<PersonGroupService>(), await w.AdminAsync("acme"));
        var lead = new Grant(Role.Lead, await w.App.EnsureTenantAsync("acme"), null);
        var (own, _) = await w.App.CreatePersonAsync(lead);
        var (member, email) = await w.App.CreatePersonAsync(lead);
        var (provisioned, address) = await w.App.CreatePersonAsync(lead);
        var group = (await groups.CreateAsync(Root, "Reviewers")).Value;
        Assert.True((await groups.AddRoleAsync(Root, group, new GrantSpec(Role.Labeler, "acme"))).Ok);
        Assert.True((await groups.AddMemberAsync(Root, group, email)).Ok);
        await ScimClient.Of(w).AddUserAsync(address);
        var rows = (await w.PeopleList.ListAsync(admin)).Items;
        foreach (var (person, isTheirs) in new[] { (own, true), (member, false), (provisioned, false) })
        {
            Assert.Equal(isTheirs, rows.Single(p => p.Id == person).Manageable);
            Assert.Equal(isTheirs, (await w.People.NewLinkAsync(admin, person)).Ok);
            Assert.True((await w.People.NewLinkAsync(Root, person)).Ok);
        }
    }

    [Fact]
    public async Task OtherPeople_ManageNoGroups()
    {
        await using var w = await AccountWorld.StartAsync();
        var (groups, reader) = (w.App.Get<PersonGroupService>(), w.App.Get<PersonGroupReader>());
        var group = (await groups.CreateAsync(Root, "Reviewers")).Value;
        var admin = await w.AdminAsync("acme");
        Assert.False((await groups.CreateAsync(admin, "Mine")).Ok);
        Assert.False((await groups.AddRoleAsync(admin, group, new GrantSpec(Role.Lead, "acme"))).Ok);
        Assert.False((await groups.DeleteAsync(admin, group)).Ok);
        Assert.Empty(await reader.ListAsync(admin));
        Assert.Null(await reader.FindAsync(admin, group));
        Assert.Empty(await reader.ListAsync(PersonAccess.Nobody));
    }

    [Fact]
    public async Task WrongChanges_AreRefused_WithTheReason()
    {
        await using var w = await AccountWorld.StartAsync();
        var (groups, reader) = (w.App.Get<PersonGroupService>(), w.App.Get<PersonGroupReader>());
        var group = (await groups.CreateAsync(Root, "Reviewers")).Value;
        await w.App.EnsureTenantAsync("acme");
        Assert.Contains("1 to 200", (await groups.CreateAsync(Root, " \n ")).Message, StringComparison.Ordinal);
        Assert.Contains("exists", (await groups.CreateAsync(Root, "REVIEWERS")).Message, StringComparison.Ordinal);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => groups.CreateAsync(Root, "At once")));
        Assert.Single(results, r => r.Ok);
        Assert.All(results.Where(r => !r.Ok), r => Assert.True(r.IsConflict));
        Assert.Contains("Invite", (await groups.AddMemberAsync(Root, group, "nobody@example.org")).Message, StringComparison.Ordinal);
        Assert.False((await groups.AddRoleAsync(Root, group, new GrantSpec(Role.Lead, null))).Ok);
        Assert.False((await groups.AddRoleAsync(Root, group, new GrantSpec(Role.Lead, "nowhere"))).Ok);
        Assert.True((await groups.AddRoleAsync(Root, group, new GrantSpec(Role.Lead, "acme"))).Ok);
        Assert.True((await groups.AddRoleAsync(Root, group, new GrantSpec(Role.Lead, "acme"))).IsConflict);
        // Two admins rename what both have read.
        var version = (await reader.FindAsync(Root, group))!.Version;
        Assert.True((await groups.RenameAsync(Root, group, version, "Experts")).Ok);
        Assert.True((await groups.RenameAsync(Root, group, version, "Specialists")).IsConflict);
        Assert.Equal("Experts", (await reader.FindAsync(Root, group))!.Name);
        Assert.Equal("Experts", Assert.Single(await reader.ListAsync(Root, "EXPERT")).Name);
    }

    [Fact]
    public async Task ProvisionedGroup_IsReadOnly_ExceptItsRoles()
    {
        await using var w = await ScimClient.StartAsync();
        var (scim, groups) = (ScimClient.Of(w), w.App.Get<PersonGroupService>());
        await w.App.EnsureTenantAsync("acme");
        var ada = await scim.AddUserAsync("ada@corp.example");
        var id = long.Parse(await scim.AddGroupAsync("Reviewers", ada), CultureInfo.InvariantCulture);
        var (_, email) = await w.App.CreatePersonAsync();
        var detail = (await w.App.Get<PersonGroupReader>().FindAsync(Root, id))!;
        Assert.True(detail.IsProvisioned);
        foreach (
            var refused in new[]
            {
                await groups.RenameAsync(Root, id, detail.Version, "Mine"),
                await groups.AddMemberAsync(Root, id, email),
                await groups.RemoveMemberAsync(Root, id, detail.Members[0].UserId),
                await groups.DeleteAsync(Root, id),
            }
        )
            Assert.Contains("identity provider", refused.Message, StringComparison.Ordinal);
        Assert.True((await groups.AddRoleAsync(Root, id, new GrantSpec(Role.Lead, "acme"))).Ok);
        Assert.Single((await w.AccessAsync(detail.Members[0].UserId)).Grants);
        // An instance without the token, such as after the end of provisioning, can delete the group.
        await using var off = await w.App.StartSiblingAsync();
        Assert.True((await off.Get<PersonGroupService>().DeleteAsync(Root, id)).Ok);
        Assert.Empty((await w.AccessAsync(detail.Members[0].UserId)).Grants);
    }
}
