using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Security.Tokens;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

/// <summary>An identity provider creates, changes and disables accounts over SCIM, with the requests that real ones send.</summary>
public sealed class ProvisioningTests
{
    [Fact]
    public async Task EntraId_CreatesFindsChangesAndDisablesAUser()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        var none = await scim.GetAsync("Users?filter=userName+eq+%22ada.l%40corp.example%22");
        Assert.Equal((HttpStatusCode.OK, 0), (none.Status, none.Total));
        var created = await scim.PostAsync(
            "Users",
            """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
             "externalId":"0a21f0f2-8d2a","userName":"Ada.L@corp.example","active":true,
             "emails":[{"primary":true,"type":"work","value":"ada@corp.example"}],"meta":{"resourceType":"User"},
             "name":{"formatted":"Ada Lovelace","familyName":"Lovelace","givenName":"Ada"},"roles":[]}
            """
        );
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var id = created.Text("id");
        Assert.Equal(("Ada.L@corp.example", "Ada Lovelace"), (created.Text("userName"), created.Text("displayName")));
        Assert.True(created.IsActive);
        var location = created.Body.GetProperty("meta").GetProperty("location").GetString();
        Assert.EndsWith("/scim/v2/Users/" + id, location, StringComparison.Ordinal);
        foreach (var filter in new[] { "userName eq \"ADA.l@corp.example\"", "externalId eq \"0a21f0f2-8d2a\"" })
        {
            var found = await scim.GetAsync("Users?filter=" + Uri.EscapeDataString(filter));
            Assert.Equal(id, Assert.Single(found.Resources).GetProperty("id").GetString());
        }

        var moved = await scim.PatchAsync(
            "Users/" + id,
            """{"op":"Replace","path":"emails[type eq \"work\"].value","value":"ada.lovelace@corp.example"}""",
            """{"op":"Add","path":"displayName","value":"Countess Lovelace"}""",
            """{"op":"Replace","path":"name.familyName","value":"King"}""",
            """{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Engines"}"""
        );
        Assert.Equal(HttpStatusCode.OK, moved.Status);
        Assert.Equal("Countess Lovelace", moved.Text("displayName"));
        Assert.Equal("ada.lovelace@corp.example", moved.Body.GetProperty("emails")[0].GetProperty("value").GetString());
        // It sends truth values as texts.
        Assert.False((await scim.PatchAsync("Users/" + id, """{"op":"Replace","path":"active","value":"False"}""")).IsActive);

        await using var db = w.App.Database.CreateContext();
        var user = await db.Users.SingleAsync();
        Assert.Equal(("ada.lovelace@corp.example", "Countess Lovelace"), (user.Email, user.DisplayName));
        Assert.Equal("ADA.LOVELACE@CORP.EXAMPLE", user.NormalizedUserName);
        Assert.NotNull(user.DisabledAt);
        var actions = await db.AuditRecords.Select(r => r.Action).Concat(db.AuditLog.Select(r => r.Action)).ToListAsync();
        Assert.Superset(new HashSet<string> { "account.provisioned", "account.changed", "account.disabled" }, actions.ToHashSet());
    }

    [Fact]
    public async Task Okta_CreatesReplacesAndDisablesAUser()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        const string body = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.example",
             "name":{"givenName":"Test","familyName":"User"},
             "emails":[{"primary":true,"value":"test.user@okta.example","type":"work"}],"displayName":"Test User","locale":"en-US",
             "externalId":"00ujl29u0le5T6Aj10h7","groups":[],"password":"1mz050nq","active":true}
            """;
        var created = await scim.PostAsync("Users", body);
        Assert.Equal((HttpStatusCode.Created, "Test User"), (created.Status, created.Text("displayName")));
        Assert.DoesNotContain("1mz050nq", created.Body.GetRawText(), StringComparison.Ordinal);
        var path = "Users/" + created.Text("id");
        Assert.False((await scim.PatchAsync(path, """{"op":"replace","value":{"active":false}}""")).IsActive);
        // A replacement without "active" does not enable the account.
        var other = body.Replace(",\"active\":true", "", StringComparison.Ordinal).Replace("Test User", "Tess", StringComparison.Ordinal);
        var replaced = await scim.PutAsync(path, other);
        Assert.Equal(("Tess", false), (replaced.Text("displayName"), replaced.IsActive));
        Assert.True((await scim.PutAsync(path, body)).IsActive);
        await scim.AddUserAsync("second@okta.example");
        await scim.AddUserAsync("third@okta.example");
        var page = await scim.GetAsync("Users?startIndex=2&count=1");
        Assert.Equal((3, "second@okta.example"), (page.Total, Assert.Single(page.Resources).GetProperty("userName").GetString()));
        Assert.Empty((await scim.GetAsync("Users?count=0")).Resources);
        await using var db = w.App.Database.CreateContext();
        Assert.All(await db.Users.ToListAsync(), u => Assert.Null(u.PasswordHash));
    }

    [Fact]
    public async Task DisabledUser_LosesSessionsAndTokens_AndADeletedOneKeepsItsAccount()
    {
        await using var w = await ScimClient.StartAsync();
        var (scim, tenant) = (ScimClient.Of(w), await w.App.EnsureTenantAsync("acme"));
        var person = await w.App.SignInAsync(new Grant(Role.Lead, tenant, null));
        var access = await w.AccessAsync(person.UserId);
        var token = (await w.App.Get<PersonalTokenService>().CreateAsync(access, new NewToken("acme", "t", ["read"], 30))).Value;
        // The account exists already; the identity provider takes it over with its roles.
        var id = await scim.AddUserAsync(person.Email);
        Assert.Equal(person.UserId, long.Parse(id, CultureInfo.InvariantCulture));
        Assert.True(await AccountWorld.IsSignedInAsync(person.Client));
        await scim.PatchAsync("Users/" + id, """{"op":"replace","path":"active","value":false}""");
        Assert.False(await AccountWorld.IsSignedInAsync(person.Client));
        await scim.PatchAsync("Users/" + id, """{"op":"replace","path":"active","value":true}""");
        Assert.False(await AccountWorld.IsSignedInAsync(person.Client));
        using (var refused = await w.App.CreateApiClient(token).GetAsync(new Uri("/api/v1/workflows", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await scim.DeleteAsync("Users/" + id)).Status);
        (await scim.GetAsync("Users/" + id)).IsRefused(HttpStatusCode.NotFound);
        (await scim.DeleteAsync("Users/" + id)).IsRefused(HttpStatusCode.NotFound);
        await using var db = w.App.Database.CreateContext();
        Assert.NotNull((await db.Users.SingleAsync(u => u.Id == person.UserId)).DisabledAt);
        Assert.True(await db.RoleGrants.AnyAsync(g => g.UserId == person.UserId));
        // The same person comes back to the same account.
        Assert.Equal(id, await scim.AddUserAsync(person.Email));
        Assert.NotSame(PersonAccess.Nobody, await w.AccessAsync(person.UserId));
    }

    [Fact]
    public async Task AdminOfATenant_GetsNoLinkIntoAnAccountOfTheIdentityProvider()
    {
        await using var w = await ScimClient.StartAsync();
        var (scim, admin) = (ScimClient.Of(w), await w.AdminAsync("acme"));
        // An invitation before the identity provider created the user: its link ends.
        var early = (await w.People.InviteAsync(admin, "eve@corp.example", "Eve", [new GrantSpec(Role.Labeler, "acme")])).Value;
        var grant = (await w.PeopleList.ListAsync(admin)).Items.Single(p => p.Id == early.UserId).Grants[0];
        Assert.True((await w.People.RevokeGrantAsync(admin, grant.Id)).Ok);
        await scim.AddUserAsync("eve@corp.example");
        Assert.NotEqual(LinkState.Valid, await w.StateAsync(early.Token!));
        // One after it is an offer.
        var id = await scim.AddUserAsync("ada@corp.example");
        var late = await w.People.InviteAsync(admin, "ada@corp.example", "Ada", [new GrantSpec(Role.Labeler, "acme")]);
        Assert.Null(late.Value.Token);
        Assert.Empty((await w.AccessAsync(long.Parse(id, CultureInfo.InvariantCulture))).Grants);
    }

    [Fact]
    public async Task LastSiteAdmin_IsNotDisabled()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        var (first, firstAddress) = await w.App.CreatePersonAsync(new Grant(Role.Admin, null, null));
        var id = await scim.AddUserAsync(firstAddress);
        const string off = """{"op":"replace","path":"active","value":false}""";
        (await scim.PatchAsync("Users/" + id, off)).IsRefused(HttpStatusCode.Conflict);
        (await scim.DeleteAsync("Users/" + id)).IsRefused(HttpStatusCode.Conflict);
        Assert.True((await scim.GetAsync("Users/" + id)).IsActive);
        Assert.True((await w.AccessAsync(first)).IsSiteAdmin);
        var (_, secondAddress) = await w.App.CreatePersonAsync(new Grant(Role.Admin, null, null));
        // The last two at the same time: one stays.
        var second = await scim.AddUserAsync(secondAddress);
        var replies = await Task.WhenAll(scim.PatchAsync("Users/" + id, off), scim.PatchAsync("Users/" + second, off));
        Assert.False(Assert.Single(replies, r => r.Status == HttpStatusCode.OK).IsActive);
        replies.Single(r => r.Status != HttpStatusCode.OK).IsRefused(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task SameUser_TwiceAtOnce_IsCreatedOnce()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        const string body = """{"userName":"ada@corp.example","externalId":"e1"}""";
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scim.PostAsync("Users", body)));
        Assert.Single(replies, r => r.Status == HttpStatusCode.Created);
        foreach (var refused in replies.Where(r => r.Status != HttpStatusCode.Created))
            refused.IsRefused(HttpStatusCode.Conflict, "uniqueness");
        await using var db = w.App.Database.CreateContext();
        Assert.Equal((1, 1), (await db.Users.CountAsync(), await db.ProvisionedUsers.CountAsync()));
        (await scim.PostAsync("Users", """{"userName":"ADA@corp.example"}""")).IsRefused(HttpStatusCode.Conflict, "uniqueness");
        var sameId = await scim.PostAsync("Users", """{"userName":"b@corp.example","externalId":"e1"}""");
        sameId.IsRefused(HttpStatusCode.Conflict, "uniqueness");
        // An address of another account.
        var other = await scim.AddUserAsync("other@corp.example");
        var taken = await scim.PatchAsync("Users/" + other, """{"op":"replace","path":"emails","value":[{"value":"ada@corp.example"}]}""");
        taken.IsRefused(HttpStatusCode.Conflict, "uniqueness");
    }

    [Fact]
    public async Task WrongUser_IsRefused_WithTheReason()
    {
        await using var w = await ScimClient.StartAsync();
        foreach (
            var (body, type) in new[]
            {
                ("{", "invalidSyntax"),
                ("[]", "invalidSyntax"),
                ("""{"displayName":"Ada"}""", "invalidValue"),
                ("""{"userName":7}""", "invalidValue"),
                ("""{"userName":"ada"}""", "invalidValue"),
                ("""{"userName":"ada","emails":[{"value":"no address"}]}""", "invalidValue"),
                ("""{"userName":"ada","emails":"ada@corp.example"}""", "invalidValue"),
                ("""{"userName":"a@b.example","active":"perhaps"}""", "invalidValue"),
                ("""{"userName":"\ud800@b.example"}""", "invalidValue"),
            }
        )
            (await ScimClient.Of(w).PostAsync("Users", body)).IsRefused(HttpStatusCode.BadRequest, type);
        await using var db = w.App.Database.CreateContext();
        Assert.False(await db.Users.AnyAsync());
    }

    [Fact]
    public async Task WrongChanges_AreRefused_AndChangeNothing()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        var path = "Users/" + await scim.AddUserAsync("ada@corp.example");
        const string rename = """{"op":"replace","path":"displayName","value":"Changed"}""";
        foreach (
            var (operation, type) in new[]
            {
                ("""{"op":"move","path":"displayName"}""", "invalidSyntax"),
                ("""{"op":"remove"}""", "noTarget"),
                ("""{"op":"replace","value":"Ada"}""", "invalidValue"),
                ("""{"op":"replace","path":"nothing","value":"Ada"}""", "invalidPath"),
                ("""{"op":"replace","path":"emails[type co \"w\"].value","value":"a@b.example"}""", "invalidPath"),
                ("""{"op":"replace","path":"id","value":"7"}""", "mutability"),
                ("""{"op":"remove","path":"userName"}""", "invalidValue"),
                ("""{"op":"remove","path":"active"}""", "invalidValue"),
            }
        )
            (await scim.PatchAsync(path, rename, operation)).IsRefused(HttpStatusCode.BadRequest, type);
        (await scim.SendAsync(HttpMethod.Patch, path, """{"Operations":[]}""")).IsRefused(HttpStatusCode.BadRequest, "invalidSyntax");
        Assert.Equal("Name of ada@corp.example", (await scim.GetAsync(path)).Text("displayName"));

        (await scim.GetAsync("Users/999")).IsRefused(HttpStatusCode.NotFound);
        (await scim.GetAsync("Users/ada")).IsRefused(HttpStatusCode.NotFound);
        (await scim.GetAsync("Bulk")).IsRefused(HttpStatusCode.NotFound);
        (await scim.GetAsync("Users?count=many")).IsRefused(HttpStatusCode.BadRequest, "invalidValue");
        (await scim.GetAsync("Users?filter=userName+co+%22a%22")).IsRefused(HttpStatusCode.BadRequest, "invalidFilter");
        (await scim.GetAsync("Users?filter=title+eq+%22a%22")).IsRefused(HttpStatusCode.BadRequest, "invalidFilter");
        (await scim.SendAsync(HttpMethod.Post, "Users", "{}", "text/plain")).IsRefused(HttpStatusCode.UnsupportedMediaType);
        var large = $$"""{"userName":"{{new string('a', 3 * 1024 * 1024)}}"}""";
        (await scim.PostAsync("Users", large)).IsRefused(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Token_IsRequired_AndWithoutASettingThereIsNothing()
    {
        await using var w = await ScimClient.StartAsync();
        foreach (var wrong in new[] { ScimClient.Token + "x", "x", await w.App.CreateApiKeyAsync("acme", "admin") })
            (await new ScimClient(w.App.CreateApiClient(wrong)).GetAsync("Users")).IsRefused(HttpStatusCode.Unauthorized);
        var admin = await w.App.SignInAsync(Role.Admin);
        (await new ScimClient(admin.Client).GetAsync("Users")).IsRefused(HttpStatusCode.Unauthorized);
        (await new ScimClient(admin.Client).PostAsync("Users", "{")).IsRefused(HttpStatusCode.Unauthorized);

        await using var off = await AccountWorld.StartAsync();
        (await ScimClient.Of(off).GetAsync("Users")).IsRefused(HttpStatusCode.NotFound);
        var fault = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app = await TestApp.StartAsync(AppSettings.With(("Provisioning:Token", "too short")));
        });
        Assert.Contains("32 characters", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_OverTheLimit_AreToldWhenToRetry()
    {
        var settings = AppSettings.With(("Provisioning:Token", ScimClient.Token), ("Provisioning:RequestsPerSecond", "1"));
        await using var w = await AccountWorld.StartAsync(settings);
        var scim = ScimClient.Of(w);
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => scim.GetAsync("ServiceProviderConfig")));
        Assert.Contains(replies, r => r.Status == HttpStatusCode.OK);
        replies.First(r => r.Status != HttpStatusCode.OK).IsRefused(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Descriptions_NameWhatIsSupported()
    {
        await using var w = await ScimClient.StartAsync();
        var scim = ScimClient.Of(w);
        var config = (await scim.GetAsync("ServiceProviderConfig")).Body;
        Assert.True(config.GetProperty("patch").GetProperty("supported").GetBoolean());
        Assert.False(config.GetProperty("bulk").GetProperty("supported").GetBoolean());
        var types = (await scim.GetAsync("ResourceTypes")).Resources;
        Assert.Equal(["/Users", "/Groups"], types.Select(r => r.GetProperty("endpoint").GetString()));
        foreach (var schema in (await scim.GetAsync("Schemas")).Resources)
        {
            var one = await scim.GetAsync("Schemas/" + schema.GetProperty("id").GetString());
            Assert.Equal(schema.GetProperty("name").GetString(), one.Text("name"));
        }
    }
}
