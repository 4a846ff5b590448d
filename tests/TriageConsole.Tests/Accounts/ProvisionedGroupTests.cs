using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Account.Groups;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Tests.Accounts;

/// <summary>An identity provider manages groups over SCIM; a site admin gives them roles.</summary>
public sealed class ProvisionedGroupTests
{
    private static readonly PersonAccess Root = new(7, "Root", [new Grant(Role.Admin, null, null)]);

    [Fact]
    public async Task EntraId_ChangesMembers_AndTheirRolesFollowInOpenSessions()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        await w.App.EnsureTenantAsync("acme");
        var person = await w.App.SignInAsync(Array.Empty<Grant>());
        var user = await scim.AddUserAsync(person.Email);
        var created = await scim.PostAsync(
            "Groups",
            """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group",
              "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
             "externalId":"8aa1a0c0","displayName":"Reviewers","meta":{"resourceType":"Group"}}
            """
        );
        Assert.Equal((HttpStatusCode.Created, 0), (created.Status, created.Members.Count));
        var (id, path) = (created.Text("id"), "Groups/" + created.Text("id"));
        var groups = w.App.Get<PersonGroupService>();
        Assert.True((await groups.AddRoleAsync(Root, Id(id), new GrantSpec(Role.Lead, "acme"))).Ok);
        Assert.Equal(HttpStatusCode.Redirect, await QueuesAsync(person.Client));

        var added = await scim.PatchAsync(path, $$"""{"op":"Add","path":"members","value":[{"$ref":null,"value":"{{user}}"}]}""");
        Assert.Equal([user], added.Members);
        Assert.Equal(HttpStatusCode.OK, await QueuesAsync(person.Client));
        var found = await scim.GetAsync("Groups?excludedAttributes=members&filter=displayName+eq+%22reviewers%22");
        Assert.False(Assert.Single(found.Resources).TryGetProperty("members", out _));

        // The session that is open loses the role.
        var removed = await scim.PatchAsync(path, $$"""{"op":"Remove","path":"members","value":[{"$ref":null,"value":"{{user}}"}]}""");
        Assert.Empty(removed.Members);
        Assert.Equal(HttpStatusCode.Redirect, await QueuesAsync(person.Client));
        Assert.True(await AccountWorld.IsSignedInAsync(person.Client));
        await using var db = w.App.Database.CreateContext();
        var gone = await db.RemovedRoles.SingleAsync(r => r.UserId == person.UserId);
        Assert.Equal((Role.Lead, "provisioning"), (gone.Role, gone.RemovedBy));
    }

    [Fact]
    public async Task Okta_RenamesAddsRemovesAndReplaces()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        await w.App.EnsureTenantAsync("acme");
        var (ada, ben) = (await scim.AddUserAsync("ada@okta.example"), await scim.AddUserAsync("ben@okta.example"));
        var id = await scim.AddGroupAsync("Test SCIM", ada);
        Assert.True((await w.App.Get<PersonGroupService>().AddRoleAsync(Root, Id(id), new GrantSpec(Role.Labeler, "acme"))).Ok);
        var path = "Groups/" + id;
        var renamed = await scim.PatchAsync(path, $$"""{"op":"replace","value":{"id":"{{id}}","displayName":"Test SCIMv2"} }""");
        Assert.Equal("Test SCIMv2", renamed.Text("displayName"));
        var moved = await scim.PatchAsync(
            path,
            $$"""{"op":"remove","path":"members[value eq \"{{ada}}\"]"}""",
            $$"""{"op":"add","path":"members","value":[{"value":"{{ben}}","display":"ben@okta.example"}]}"""
        );
        Assert.Equal([ben], moved.Members);
        await using var db = w.App.Database.CreateContext();
        var grant = await db.RoleGrants.AsNoTracking().SingleAsync();
        Assert.Equal((Id(ben), Role.Labeler, GrantSource.Group), (grant.UserId, grant.Role, grant.Source));
        Assert.Equal("group Test SCIMv2", grant.GrantedBy);

        var replaced = await scim.PutAsync(path, $$"""{"displayName":"Test SCIMv2","members":[{"value":"{{ada}}"},{"value":"{{ben}}"}]}""");
        Assert.Equal([ada, ben], replaced.Members);
        Assert.Equal(2, await db.RoleGrants.CountAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await scim.DeleteAsync(path)).Status);
        (await scim.GetAsync(path)).IsRefused(HttpStatusCode.NotFound);
        Assert.Equal(0, await db.RoleGrants.CountAsync());
        Assert.Equal(2, await db.ProvisionedUsers.CountAsync());
    }

    [Fact]
    public async Task DeletedUser_LeavesTheGroup()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        await w.App.EnsureTenantAsync("acme");
        var ada = await scim.AddUserAsync("ada@corp.example");
        var id = await scim.AddGroupAsync("Leads", ada);
        Assert.True((await w.App.Get<PersonGroupService>().AddRoleAsync(Root, Id(id), new GrantSpec(Role.Lead, "acme"))).Ok);
        await scim.DeleteAsync("Users/" + ada);
        Assert.Empty((await scim.GetAsync("Groups/" + id)).Members);
        await using var db = w.App.Database.CreateContext();
        Assert.False(await db.RoleGrants.AnyAsync());
    }

    [Fact]
    public async Task Changes_AtTheSameTime_KeepEveryMember()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        await w.App.EnsureTenantAsync("acme");
        var users = new List<string>();
        for (var n = 0; n < 8; n++)
            users.Add(await scim.AddUserAsync($"person{n}@corp.example"));
        var (one, two) = (await scim.AddGroupAsync("One"), await scim.AddGroupAsync("Two"));
        var service = w.App.Get<PersonGroupService>();
        Assert.True((await service.AddRoleAsync(Root, Id(one), new GrantSpec(Role.Lead, "acme"))).Ok);
        Assert.True((await service.AddRoleAsync(Root, Id(two), new GrantSpec(Role.Lead, "acme"))).Ok);
        // The same people in both groups: each change locks a group and a person.
        await Task.WhenAll(
            users.SelectMany(u =>
                new[] { one, two }.Select(g =>
                    scim.PatchAsync("Groups/" + g, $$"""{"op":"add","path":"members","value":[{"value":"{{u}}"}]}""")
                )
            )
        );
        Assert.Equal(users.Order(), (await scim.GetAsync("Groups/" + one)).Members.Order());
        Assert.Equal(users.Order(), (await scim.GetAsync("Groups/" + two)).Members.Order());
        await using var db = w.App.Database.CreateContext();
        Assert.Equal(users.Count, await db.RoleGrants.CountAsync(g => g.Source == GrantSource.Group));
        // Nobody keeps the role after leaving both at the same time.
        await Task.WhenAll(new[] { one, two }.Select(g => scim.PatchAsync("Groups/" + g, """{"op":"remove","path":"members"}""")));
        Assert.Equal(0, await db.RoleGrants.CountAsync(g => g.Source == GrantSource.Group));
    }

    [Fact]
    public async Task WrongGroups_AreRefused_WithTheReason()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        var byHand = await w.App.Get<PersonGroupService>().CreateAsync(Root, "By hand");
        Assert.True(byHand.Ok);
        (await scim.PostAsync("Groups", "{}")).IsRefused(HttpStatusCode.BadRequest, "invalidValue");
        (await scim.PostAsync("Groups", """{"displayName":"BY HAND"}""")).IsRefused(HttpStatusCode.Conflict, "uniqueness");
        (await scim.GetAsync($"Groups/{byHand.Value}")).IsRefused(HttpStatusCode.NotFound);
        (await scim.DeleteAsync($"Groups/{byHand.Value}")).IsRefused(HttpStatusCode.NotFound);
        Assert.Equal(0, (await scim.GetAsync("Groups")).Total);
        // A person who is no user of the identity provider.
        var (stranger, _) = await w.App.CreatePersonAsync();
        var path = "Groups/" + await scim.AddGroupAsync("Provisioned");
        foreach (var member in new[] { stranger.ToString(CultureInfo.InvariantCulture), "999", "ada", "-1" })
        {
            var operation = $$"""{"op":"add","path":"members","value":[{"value":"{{member}}"}]}""";
            (await scim.PatchAsync(path, operation)).IsRefused(HttpStatusCode.BadRequest, "invalidValue");
        }

        var nested = await scim.PatchAsync(path, """{"op":"add","path":"members","value":[{"value":"1","type":"Group"}]}""");
        nested.IsRefused(HttpStatusCode.BadRequest, "invalidValue");
        (await scim.PatchAsync(path, """{"op":"remove","path":"displayName"}""")).IsRefused(HttpStatusCode.BadRequest, "invalidValue");
        // To remove somebody who is not there is no fault.
        Assert.Equal(HttpStatusCode.OK, (await scim.PatchAsync(path, """{"op":"remove","path":"members[value eq \"999\"]"}""")).Status);
        Assert.Empty((await scim.GetAsync(path)).Members);
    }

    private static long Id(string id) => long.Parse(id, CultureInfo.InvariantCulture);

    private static async Task<HttpStatusCode> QueuesAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/queues", UriKind.Relative));
        return answer.StatusCode;
    }
}
