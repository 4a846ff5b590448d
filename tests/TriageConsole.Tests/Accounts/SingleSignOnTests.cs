using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

/// <summary>Sign-in with a real OpenID Connect provider, as a browser does it.</summary>
public sealed class SingleSignOnTests
{
    private const string Secret = "a-secret-of-the-console";
    private static readonly Uri Start = new("/account/sso?returnUrl=%2Fnotices", UriKind.Relative);

    [Fact]
    public async Task FirstSignIn_CreatesTheAccountWithTheRolesOfItsGroups_AndNoPassword()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server);
        server.Say("s-1", "ada@corp.example", verified: true, "triage-leads", "unknown-group");
        var browser = w.App.CreateClient();
        var page = await browser.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative));
        Assert.Contains("Sign in with Corp", page, StringComparison.Ordinal);
        Assert.Equal("/notices", (await server.FollowAsync(browser, Start)).AbsolutePath);

        await using var db = w.App.Database.CreateContext();
        var user = await db.Users.SingleAsync(u => u.Email == "ada@corp.example");
        Assert.Equal(("Name of s-1", null), (user.DisplayName, user.PasswordHash));
        var grant = await db.RoleGrants.SingleAsync(g => g.UserId == user.Id);
        Assert.Equal((Role.Lead, GrantSource.SingleSignOn), (grant.Role, grant.Source));
        Assert.Equal("Corp, group triage-leads", grant.GrantedBy);
        var actions = await db.AuditRecords.Select(r => r.Action).Concat(db.AuditLog.Select(r => r.Action)).ToListAsync();
        Assert.Contains("account.linked", actions);
        Assert.Contains("role.granted", actions);

        // The same subject is the same account, whatever its address is now.
        server.Say("s-1", "ada.new@corp.example", verified: false, "triage-leads");
        Assert.Equal("/notices", (await server.FollowAsync(w.App.CreateClient(), Start)).AbsolutePath);
        Assert.Equal(1, await db.UserLogins.CountAsync());
        Assert.False(await db.Users.AnyAsync(u => u.Email == "ada.new@corp.example"));
    }

    [Fact]
    public async Task Group_ThatIsGone_TakesItsRole_AndLeavesThoseByHand()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server);
        server.Say("s-1", "ada@corp.example", verified: true, "triage-leads", "triage-approvers");
        await server.FollowAsync(w.App.CreateClient(), Start);
        await using var db = w.App.Database.CreateContext();
        var id = await db.Users.Where(u => u.Email == "ada@corp.example").Select(u => u.Id).SingleAsync();
        var admin = await w.AdminAsync("acme");
        Assert.True((await w.People.GrantAsync(admin, id, new GrantSpec(Role.Lead, "acme"))).Ok);
        Assert.Equal(3, await db.RoleGrants.CountAsync(g => g.UserId == id));
        // An admin cannot remove a role that the next sign-in would return.
        var fromGroup = await db
            .RoleGrants.Where(g => g.UserId == id && g.Source == GrantSource.SingleSignOn)
            .Select(g => g.Id)
            .FirstAsync();
        var refused = await w.People.RevokeGrantAsync(admin, fromGroup);
        Assert.Contains("group", refused.Message, StringComparison.Ordinal);

        server.Say("s-1", "ada@corp.example", verified: true);
        await server.FollowAsync(w.App.CreateClient(), Start);
        var left = await db.RoleGrants.AsNoTracking().Where(g => g.UserId == id).ToListAsync();
        Assert.Equal((Role.Lead, GrantSource.Person), (Assert.Single(left).Role, left[0].Source));
        Assert.Equal(2, await db.RemovedRoles.CountAsync(r => r.UserId == id));
    }

    [Fact]
    public async Task Person_WithoutAKnownGroup_GetsNoAccount()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server);
        server.Say("s-2", "eve@corp.example", verified: true, "unknown-group", "nowhere");
        var browser = w.App.CreateClient();
        var end = await server.FollowAsync(browser, Start);
        Assert.Equal("/account/sign-in", end.AbsolutePath);
        Assert.Contains("None of your groups", await TextAsync(browser, end), StringComparison.Ordinal);
        Assert.False(await AccountWorld.IsSignedInAsync(browser));
        await using var db = w.App.Database.CreateContext();
        Assert.False(await db.Users.AnyAsync(u => u.Email == "eve@corp.example"));
    }

    [Fact]
    public async Task KnownAddress_IsLinked_OnlyIfTheProviderHasVerifiedIt_AndOnce()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server);
        var (id, email) = await w.App.CreatePersonAsync(new Grant(Role.Admin, await w.App.EnsureTenantAsync("acme"), null));
        var browser = w.App.CreateClient();
        server.Say("mallory", email, verified: false, "triage-leads");
        Assert.Contains("NoVerifiedEmail", (await server.FollowAsync(browser, Start)).Query, StringComparison.Ordinal);
        Assert.False(await AccountWorld.IsSignedInAsync(browser));

        server.Say("owner", email, verified: true, "triage-leads");
        Assert.Equal("/notices", (await server.FollowAsync(w.App.CreateClient(), Start)).AbsolutePath);
        await using var db = w.App.Database.CreateContext();
        var login = await db.UserLogins.SingleAsync();
        Assert.Equal((id, server.Authority, "owner"), (login.UserId, login.LoginProvider, login.ProviderKey));

        // Another identity of the provider with the same address does not take over the account.
        server.Say("second", email, verified: true, "triage-leads");
        var other = w.App.CreateClient();
        Assert.Contains("LinkedToAnother", (await server.FollowAsync(other, Start)).Query, StringComparison.Ordinal);
        Assert.False(await AccountWorld.IsSignedInAsync(other));
    }

    [Fact]
    public async Task DisabledAccount_IsRefused_AndARefusalOfTheProviderIsNamed()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server);
        var admin = await w.AdminAsync("acme");
        server.Say("s-1", "ada@corp.example", verified: true, "triage-leads");
        var browser = w.App.CreateClient();
        await server.FollowAsync(browser, Start);
        await using var db = w.App.Database.CreateContext();
        var id = await db.Users.Where(u => u.Email == "ada@corp.example").Select(u => u.Id).SingleAsync();
        Assert.True((await w.People.DisableAsync(admin, id)).Ok);
        Assert.False(await AccountWorld.IsSignedInAsync(browser));
        Assert.Contains("Disabled", (await server.FollowAsync(w.App.CreateClient(), Start)).Query, StringComparison.Ordinal);

        server.Current = null;
        Assert.Contains("Denied", (await server.FollowAsync(w.App.CreateClient(), Start)).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccountWithASecondFactor_NeedsItsCode()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server);
        server.Say("s-1", "ada@corp.example", verified: true, "triage-leads");
        await server.FollowAsync(w.App.CreateClient(), Start);
        await using (var scope = w.App.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var user = (await users.FindByEmailAsync("ada@corp.example"))!;
            await users.ResetAuthenticatorKeyAsync(user);
            await users.SetTwoFactorEnabledAsync(user, true);
        }

        var browser = w.App.CreateClient();
        Assert.Equal("/account/code", (await server.FollowAsync(browser, Start)).AbsolutePath);
        Assert.False(await AccountWorld.IsSignedInAsync(browser));
    }

    [Fact]
    public async Task Provider_ThatIsDown_IsNamed_AndPasswordsStillWork()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server);
        var (id, email) = await w.App.CreatePersonAsync(new Grant(Role.Lead, await w.App.EnsureTenantAsync("acme"), null));
        await w.RedeemAsync(await w.Links.CreateAsync(id, true, TimeSpan.FromMinutes(5)), AccountWorld.Password);
        server.Say("s-1", "ada@corp.example", verified: true, "triage-leads");
        await server.FollowAsync(w.App.CreateClient(), Start);
        // It has answered before; its description is in memory.
        await server.StopAsync();
        var browser = w.App.CreateClient();
        var end = await server.FollowAsync(browser, Start);
        Assert.Equal("/account/sign-in", end.AbsolutePath);
        Assert.Contains("Corp does not answer.", await TextAsync(browser, end), StringComparison.Ordinal);
        using (await w.SignInAsync(browser, email, AccountWorld.Password)) { }
        Assert.True(await AccountWorld.IsSignedInAsync(browser));
    }

    [Fact]
    public async Task WrongSecret_AndTamperedAnswers_SignNobodyIn()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server);
        server.Say("s-1", "ada@corp.example", verified: true, "triage-leads");
        var browser = w.App.CreateClient();
        var answer = await server.FollowAsync(browser, Start, at => at.AbsolutePath == "/account/sso/callback");
        Assert.Contains("state=", answer.Query, StringComparison.Ordinal);
        var changed = new Uri(answer.ToString().Replace("state=", "state=x", StringComparison.Ordinal));
        Assert.Contains("Failed", (await server.FollowAsync(browser, changed)).Query, StringComparison.Ordinal);
        Assert.False(await AccountWorld.IsSignedInAsync(browser));
        // The answer in another browser: somebody wants to sign a person in as somebody else.
        var other = w.App.CreateClient();
        Assert.Contains("Failed", (await server.FollowAsync(other, answer)).Query, StringComparison.Ordinal);
        Assert.False(await AccountWorld.IsSignedInAsync(other));
        var code = System.Text.RegularExpressions.Regex.Replace(answer.ToString(), "code=[^&]+", "code=invented");
        Assert.Contains("Failed", (await server.FollowAsync(browser, new Uri(code))).Query, StringComparison.Ordinal);
        Assert.False(await AccountWorld.IsSignedInAsync(browser));

        await using var another = new OpenIdServer();
        await using var wrong = await StartAsync(another, secret: "not the secret");
        another.Say("s-1", "ada@corp.example", verified: true, "triage-leads");
        var third = wrong.App.CreateClient();
        Assert.Contains("Failed", (await another.FollowAsync(third, Start)).Query, StringComparison.Ordinal);
        Assert.False(await AccountWorld.IsSignedInAsync(third));
    }

    [Fact]
    public async Task Only_RefusesPasswordsAndLinks_ExceptOfTheEmergencyAdmin()
    {
        await using var server = new OpenIdServer();
        await using var w = await StartAsync(server, emergency: "root@corp.example");
        var tenant = await w.App.EnsureTenantAsync("acme");
        var (id, email) = await w.App.CreatePersonAsync(new Grant(Role.Lead, tenant, null));
        var root = await w.People.AddPersonAsync("root@corp.example", "Root", [new GrantSpec(Role.Admin, null)]);
        var hash = new PasswordHasher<AppUser>().HashPassword(new AppUser(), AccountWorld.Password);
        await using (var db = w.App.Database.CreateContext())
            await db.Users.ExecuteUpdateAsync(s => s.SetProperty(u => u.PasswordHash, hash));
        var browser = w.App.CreateClient();
        using (await w.SignInAsync(browser, email, AccountWorld.Password)) { }
        Assert.False(await AccountWorld.IsSignedInAsync(browser));
        var link = await w.Links.CreateAsync(id, false, TimeSpan.FromMinutes(5));
        var page = await browser.GetStringAsync(new Uri($"/account/link/{link}", UriKind.Relative));
        Assert.Contains("only with Corp", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
        Assert.Equal(LinkState.Valid, await w.StateAsync(link));

        using (await w.SignInAsync(browser, "Root@corp.example", AccountWorld.Password)) { }
        Assert.True(await AccountWorld.IsSignedInAsync(browser));
        Assert.True((await w.AccessAsync(root)).IsSiteAdmin);
    }

    [Theory]
    [InlineData("http://idp.example", "console", "", "https")]
    [InlineData("https://idp.example", "", "", "ClientId")]
    [InlineData("https://idp.example", "console", "true", "EmergencyAdmin")]
    public async Task WrongSettings_StopTheStart_WithTheReason(string authority, string client, string only, string reason)
    {
        var settings = AppSettings.With(
            ("SingleSignOn:Authority", authority),
            ("SingleSignOn:ClientId", client),
            ("SingleSignOn:Only", only.Length == 0 ? null : only)
        );
        var fault = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app = await TestApp.StartAsync(settings);
        });
        Assert.Contains(reason, fault.ToString(), StringComparison.Ordinal);
    }

    private static async Task<AccountWorld> StartAsync(OpenIdServer server, string secret = Secret, string? emergency = null)
    {
        var settings = AppSettings.With(
            ("SingleSignOn:Authority", server.Authority),
            ("SingleSignOn:ClientId", "console"),
            ("SingleSignOn:ClientSecret", secret),
            ("SingleSignOn:Name", "Corp"),
            ("SingleSignOn:Scopes", "openid profile email groups"),
            ("SingleSignOn:Roles:0:Group", "triage-leads"),
            ("SingleSignOn:Roles:0:Role", "Lead"),
            ("SingleSignOn:Roles:0:Tenant", "acme"),
            ("SingleSignOn:Roles:1:Group", "triage-approvers"),
            ("SingleSignOn:Roles:1:Role", "Approver"),
            ("SingleSignOn:Roles:1:Tenant", "acme"),
            ("SingleSignOn:Roles:2:Group", "nowhere"),
            ("SingleSignOn:Roles:2:Role", "Lead"),
            ("SingleSignOn:Roles:2:Tenant", "no-such-tenant"),
            ("SingleSignOn:Only", emergency is null ? null : "true"),
            ("SingleSignOn:EmergencyAdmin", emergency),
            ("Outbound:AllowedPrivateHosts:0", "127.0.0.1")
        );
        var w = await AccountWorld.StartAsync(settings);
        await w.App.EnsureTenantAsync("acme");
        await server.StartAsync(w.App.Address);
        return w;
    }

    private static async Task<string> TextAsync(HttpClient browser, Uri address) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(address));
}
