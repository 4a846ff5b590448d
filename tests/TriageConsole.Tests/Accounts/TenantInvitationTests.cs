using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Tests.Notices;

namespace TriageConsole.Tests.Accounts;

/// <summary>An account that one tenant created must not give access to another.</summary>
public sealed class TenantInvitationTests : IDisposable
{
    private const string Ann = "ann@example.org";
    private readonly TcpListener mail = new(IPAddress.Loopback, 0);

    public TenantInvitationTests() => mail.Start();

    public void Dispose() => mail.Dispose();

    [Fact]
    public async Task AccountManagedByAnotherTenant_GetsAnOfferWithoutAccess()
    {
        await using var w = await AccountWorld.StartAsync();
        var (a, b) = (await w.AdminAsync("a"), await w.AdminAsync("b"));
        var invited = await w.People.InviteAsync(a, Ann, "Ann", [new GrantSpec(Role.Labeler, "a")]);
        // The admin of A opens the link themselves.
        await w.RedeemAsync(invited.Value.Token!, AccountWorld.Password);

        var offered = await w.People.InviteAsync(
            b,
            "ANN@example.org",
            "Ann",
            [new GrantSpec(Role.Lead, "b"), new GrantSpec(Role.Admin, "b")]
        );
        Assert.True(offered.Ok);
        Assert.Null(offered.Value.Token);
        Assert.Contains("sign-in-link --email", offered.Message, StringComparison.Ordinal);
        var tenantB = (await w.TenantIdAsync("b"))!.Value;
        var access = await w.AccessAsync(invited.Value.UserId);
        Assert.DoesNotContain(Enum.GetValues<Role>(), r => access.Has(r, tenantB, null));
        Assert.Equal([Role.Labeler], access.Grants.Select(g => g.Role));

        // Each admin sees only their own tenant's part.
        var seenByB = Assert.Single(await w.PeopleList.ListAsync(b), p => p.Email == Ann);
        Assert.True(seenByB is { IsPending: true, Manageable: false, HasPassword: false, Name: Ann });
        Assert.All(seenByB.Grants, g => Assert.Equal(("b", true), (g.TenantKey, g.IsPending)));
        var seenByA = Assert.Single(await w.PeopleList.ListAsync(a), p => p.Email == Ann);
        Assert.Equal(("a", false), (Assert.Single(seenByA.Grants).TenantKey, seenByA.IsPending));
        await using var db = w.App.Database.CreateContext();
        var row = await db.RoleOffers.FirstAsync();
        Assert.Equal(
            (b.UserId, b.DisplayName, invited.Value.UserId, (long?)tenantB),
            (row.OfferedById, row.OfferedBy, row.UserId, row.TenantId)
        );
        Assert.Equal(a.UserId, (await db.RoleGrants.SingleAsync(g => g.UserId == invited.Value.UserId)).GrantedById);
    }

    [Fact]
    public async Task LinksOfTheOtherTenant_NeverAcceptAnOffer()
    {
        await using var w = await AccountWorld.StartAsync();
        var (a, b) = (await w.AdminAsync("a"), await w.AdminAsync("b"));
        var invited = await w.People.InviteAsync(a, Ann, "Ann", [new GrantSpec(Role.Labeler, "a")]);
        await w.People.InviteAsync(b, Ann, "Ann", [new GrantSpec(Role.Lead, "b")]);
        // The invitation and then a sign-in link: A created both, and A's admin can use both.
        await w.RedeemAsync(invited.Value.Token!, AccountWorld.Password);
        await w.RedeemAsync((await w.People.NewLinkAsync(a, invited.Value.UserId)).Value.Token!);
        Assert.Empty((await w.Links.FindAsync((await w.People.NewLinkAsync(a, invited.Value.UserId)).Value.Token!))!.Offers);
        Assert.Equal([Role.Labeler], (await w.AccessAsync(invited.Value.UserId)).Grants.Select(g => g.Role));
        await using var db = w.App.Database.CreateContext();
        Assert.Equal(1, await db.RoleOffers.CountAsync());
        // B's admins cannot get a link for the account either, because they do not manage it.
        Assert.False((await w.People.NewLinkAsync(b, invited.Value.UserId)).Ok);
        Assert.False((await w.People.DisableAsync(b, invited.Value.UserId)).Ok);
    }

    [Fact]
    public async Task MailedLink_AcceptsWithANewPassword_AndRevokesAllOtherAccess()
    {
        await using var w = await AccountWorld.StartAsync(WithMail);
        var (a, b) = (await w.AdminAsync("a"), await w.AdminAsync("b"));
        var invited = await w.People.InviteAsync(a, Ann, "Ann", [new GrantSpec(Role.Labeler, "a")]);
        var held = await w.RedeemAsync(invited.Value.Token!, AccountWorld.Password);
        var spare = (await w.People.NewLinkAsync(a, invited.Value.UserId)).Value.Token!;

        var received = MailCatcher.ReceiveAsync(mail);
        var offered = await w.People.InviteAsync(b, Ann, "Ann", [new GrantSpec(Role.Lead, "b")]);
        Assert.Null(offered.Value.Token);
        var text = await received;
        Assert.Contains($"RCPT TO:<{Ann}>", text, StringComparison.Ordinal);
        var token = Regex.Match(text, "https://triage.example.org/account/link/([A-Za-z0-9_-]+)").Groups[1].Value;

        var client = w.App.CreateClient();
        var page = await client.GetStringAsync(new Uri($"/account/link/{token}", UriKind.Relative));
        Assert.Contains("lead · b", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        // Opening the link changes nothing, and without a password nothing is accepted.
        using (var weak = await w.PostLinkAsync(client, token, "short"))
            Assert.Equal(HttpStatusCode.OK, weak.StatusCode);
        Assert.Equal([Role.Labeler], (await w.AccessAsync(invited.Value.UserId)).Grants.Select(g => g.Role));

        var ann = await w.RedeemAsync(token, "four lazy llamas sing");
        Assert.True(await AccountWorld.IsSignedInAsync(ann));
        Assert.Equal([Role.Labeler, Role.Lead], (await w.AccessAsync(invited.Value.UserId)).Grants.Select(g => g.Role).Order());
        await using (var db = w.App.Database.CreateContext())
        {
            var grant = await db.RoleGrants.SingleAsync(g => g.UserId == invited.Value.UserId && g.Role == Role.Lead);
            Assert.Equal(b.UserId, grant.GrantedById);
            Assert.NotNull(grant.AcceptedAt);
            Assert.Equal(0, await db.RoleOffers.CountAsync());
        }

        // The sessions and links of A's admin are no longer valid.
        Assert.False(await AccountWorld.IsSignedInAsync(held));
        Assert.Equal(LinkState.Replaced, await w.StateAsync(spare));
        using (var old = await w.SignInAsync(w.App.CreateClient(), Ann, AccountWorld.Password))
            Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        using (var own = await w.SignInAsync(w.App.CreateClient(), Ann, "four lazy llamas sing"))
            Assert.Equal(HttpStatusCode.Redirect, own.StatusCode);
        // A's admin no longer manages an account with a role in B.
        Assert.False((await w.People.NewLinkAsync(a, invited.Value.UserId)).Ok);
        Assert.False((await w.People.DisableAsync(a, invited.Value.UserId)).Ok);
        var ofB = Assert.Single(Assert.Single(await w.PeopleList.ListAsync(b), p => p.Email == Ann).Grants);
        Assert.False((await w.People.RevokeGrantAsync(a, ofB.Id)).Ok);
        Assert.True((await w.People.RevokeGrantAsync(b, ofB.Id)).Ok);
        // After its removal from B, a new role in B is an offer again.
        await w.People.InviteAsync(b, Ann, "Ann", [new GrantSpec(Role.Lead, "b")]);
        Assert.Equal([Role.Labeler], (await w.AccessAsync(invited.Value.UserId)).Grants.Select(g => g.Role));
    }

    [Fact]
    public async Task OfferOfAThirdTenant_AfterThePageWasOpened_NeedsItsOwnConsent()
    {
        await using var w = await AccountWorld.StartAsync();
        var (a, b, c) = (await w.AdminAsync("a"), await w.AdminAsync("b"), await w.AdminAsync("c"));
        var userId = (await w.People.InviteAsync(a, Ann, "Ann", [new GrantSpec(Role.Labeler, "a")])).Value.UserId;
        await w.People.InviteAsync(b, Ann, "Ann", [new GrantSpec(Role.Lead, "b")]);
        var token = (
            await w.Links.CreateAsync(userId, LinkKind.Acceptance, TimeSpan.FromDays(1), (_, _) => Task.FromResult(true), default)
        )!;
        var seen = (await w.Links.FindAsync(token))!.Offers;
        Assert.Equal("b", Assert.Single(seen).TenantKey);
        await w.People.InviteAsync(c, Ann, "Ann", [new GrantSpec(Role.Admin, "c")]);
        Assert.True(await w.Links.RedeemAsync(token, "hash", seen[0].Id));
        var access = await w.AccessAsync(userId);
        Assert.Equal([Role.Labeler, Role.Lead], access.Grants.Select(g => g.Role).Order());
        Assert.False(access.Has(Role.Admin, (await w.TenantIdAsync("c"))!.Value, null));
        // No tenant can withdraw, remove or see offers of another.
        await using var db = w.App.Database.CreateContext();
        var ofC = await db.RoleOffers.SingleAsync();
        Assert.False((await w.People.WithdrawAsync(b, ofC.Id)).Ok);
        Assert.False((await w.People.RemindAsync(b, userId)).Ok);
        Assert.DoesNotContain(Assert.Single(await w.PeopleList.ListAsync(b), p => p.Id == userId).Grants, g => g.TenantKey != "b");
        Assert.True((await w.People.WithdrawAsync(c, ofC.Id)).Ok);
        Assert.Equal(0, await db.RoleOffers.CountAsync());
    }

    [Fact]
    public async Task EverywhereRole_ForAnAccountOfATenant_IsAnOfferToo()
    {
        await using var w = await AccountWorld.StartAsync();
        var a = await w.AdminAsync("a");
        var userId = (await w.People.InviteAsync(a, Ann, "Ann", [new GrantSpec(Role.Admin, "a")])).Value.UserId;
        var (site, _) = await w.App.CreatePersonAsync(new Grant(Role.Admin, null, null));
        Assert.True((await w.People.GrantAsync(await w.AccessAsync(site), userId, new GrantSpec(Role.Admin, null))).Ok);
        Assert.False((await w.AccessAsync(userId)).IsSiteAdmin);
    }

    [Fact]
    public async Task Grant_ToAPersonNotOnTheList_IsRefused()
    {
        await using var w = await AccountWorld.StartAsync();
        var (a, b) = (await w.AdminAsync("a"), await w.AdminAsync("b"));
        var userId = (await w.People.InviteAsync(a, Ann, "Ann", [new GrantSpec(Role.Labeler, "a")])).Value.UserId;
        Assert.False((await w.People.GrantAsync(b, userId, new GrantSpec(Role.Lead, "b"))).Ok);
        Assert.True((await w.People.GrantAsync(a, userId, new GrantSpec(Role.Lead, "a"))).Ok);
        Assert.Equal(2, (await w.AccessAsync(userId)).Grants.Count);
    }

    [Fact]
    public async Task WithdrawnInvitation_UsedLate_GivesNoAccessToTheNextTenant()
    {
        await using var w = await AccountWorld.StartAsync();
        var (a, b) = (await w.AdminAsync("a"), await w.AdminAsync("b"));
        var kept = (await w.People.InviteAsync(a, Ann, "Ann", [new GrantSpec(Role.Labeler, "a")])).Value.Token!;
        var row = Assert.Single(await w.PeopleList.ListAsync(a), p => p.Email == Ann);
        await w.People.RevokeGrantAsync(a, row.Grants[0].Id);
        // The account belongs to no tenant now. B takes it over, which revokes A's link.
        var ofB = await w.People.InviteAsync(b, Ann, "Ann", [new GrantSpec(Role.Lead, "b")]);
        Assert.NotNull(ofB.Value.Token);
        Assert.Equal(LinkState.Replaced, await w.StateAsync(kept));
        Assert.False(await w.Links.RedeemAsync(kept, "hash"));
    }

    [Fact]
    public async Task TwoTenantsAtOnce_InvitingANewAddress_OneIsDirectAndTheOtherWaits()
    {
        await using var w = await AccountWorld.StartAsync();
        var admins = new List<PersonAccess>();
        foreach (var tenant in new[] { "a", "b", "c" })
            admins.Add(await w.AdminAsync(tenant));
        for (var n = 0; n < 8; n++)
        {
            var email = $"person{n}@example.org";
            var tenants = new[] { "a", "b", "c" };
            var outcomes = await Task.WhenAll(
                admins.Select((admin, i) => w.People.InviteAsync(admin, email, "P", [new GrantSpec(Role.Admin, tenants[i])]))
            );
            Assert.All(outcomes, o => Assert.True(o.Ok, o.Message));
            Assert.Single(outcomes, o => o.Value.Token is not null);
            Assert.Single((await w.AccessAsync(outcomes[0].Value.UserId)).Grants);
        }
    }

    private void WithMail(WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Notices:SmtpHost"] = "127.0.0.1",
                ["Notices:SmtpPort"] = ((IPEndPoint)mail.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["Notices:SmtpTls"] = "false",
                ["Notices:MailFrom"] = "triage@example.org",
                ["Notices:PublicUrl"] = "https://triage.example.org/",
            }
        );
}
