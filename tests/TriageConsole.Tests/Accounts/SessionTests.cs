using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

public sealed class SessionTests
{
    [Fact]
    public async Task CopiedCookie_AfterSigningOut_IsRefusedOnEveryInstance()
    {
        await using var w = await AccountWorld.StartAsync();
        await using var sibling = await w.App.StartSiblingAsync();
        var person = await w.App.SignInAsync(Role.Labeler, Role.Lead);
        var (copy, elsewhere) = (await CopyAsync(w.App, person.Client), await CopyAsync(sibling, person.Client, w.App));
        Assert.True(await AccountWorld.IsSignedInAsync(copy));
        Assert.True(await AccountWorld.IsSignedInAsync(elsewhere));
        using (var signedOut = await SignOutAsync(w.App, person.Client))
            Assert.Equal(HttpStatusCode.Redirect, signedOut.StatusCode);
        foreach (var client in new[] { copy, elsewhere })
        {
            using var page = await client.GetAsync(new Uri("/queues", UriKind.Relative));
            Assert.Contains("/account/sign-in", page.Headers.Location!.ToString(), StringComparison.Ordinal);
            using var circuit = await client.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.Unauthorized, circuit.StatusCode);
        }
    }

    [Fact]
    public async Task SigningOut_EndsOnlyThisBrowsersSession()
    {
        await using var w = await AccountWorld.StartAsync();
        var person = await w.App.SignInAsync(Role.Labeler);
        var second = await w.RedeemAsync(await w.Links.CreateAsync(person.UserId, false, TimeSpan.FromMinutes(5)));
        using (await SignOutAsync(w.App, person.Client)) { }

        Assert.False(await AccountWorld.IsSignedInAsync(person.Client));
        Assert.True(await AccountWorld.IsSignedInAsync(second));
    }

    [Fact]
    public async Task NewPassword_OrADisabledAccount_EndsEverySession()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, admin) = (await w.App.SignInAsync(Role.Labeler), await w.AdminAsync("acme"));
        var invitation = await w.Links.CreateAsync(person.UserId, true, TimeSpan.FromMinutes(5));
        Assert.True(await AccountWorld.IsSignedInAsync(person.Client));
        var renewed = await w.RedeemAsync(invitation, AccountWorld.Password);
        Assert.False(await AccountWorld.IsSignedInAsync(person.Client));
        Assert.True(await AccountWorld.IsSignedInAsync(renewed));
        Assert.True((await w.People.DisableAsync(admin, person.UserId)).Ok);
        Assert.False(await AccountWorld.IsSignedInAsync(renewed));
        // After the account is enabled again, old sessions stay ended.
        Assert.True((await w.People.DisableAsync(admin, person.UserId, disabled: false)).Ok);
        Assert.False(await AccountWorld.IsSignedInAsync(renewed));
    }

    [Fact]
    public async Task SignOutEverywhere_ByThePerson_KeepsOnlyTheAskingBrowser_OnEveryInstance()
    {
        await using var w = await AccountWorld.StartAsync();
        await using var sibling = await w.App.StartSiblingAsync();
        var person = await w.App.SignInAsync(Role.Labeler);
        var stranger = await w.App.SignInAsync(Role.Labeler);
        var second = await w.RedeemAsync(await w.Links.CreateAsync(person.UserId, false, TimeSpan.FromMinutes(5)));
        var elsewhere = await CopyAsync(sibling, second, w.App);
        Assert.True(await AccountWorld.IsSignedInAsync(elsewhere));
        await using var db = w.App.Database.CreateContext();
        var mine = await db.AccountSessions.Where(s => s.UserId == person.UserId).OrderBy(s => s.CreatedAt).Select(s => s.Id).FirstAsync();
        var access = await w.AccessAsync(person.UserId);
        Assert.Equal(1, await w.App.Get<SessionService>().EndOthersAsync(access, mine));
        Assert.Equal(0, await w.App.Get<SessionService>().EndOthersAsync(access, mine));
        Assert.True(await AccountWorld.IsSignedInAsync(person.Client));
        Assert.False(await AccountWorld.IsSignedInAsync(second));
        Assert.False(await AccountWorld.IsSignedInAsync(elsewhere));
        Assert.True(await AccountWorld.IsSignedInAsync(stranger.Client));
        var recorded = await db.AuditRecords.Select(r => r.Action).Concat(db.AuditLog.Select(r => r.Action)).ToListAsync();
        Assert.Single(recorded, a => a == "session.ended");
    }

    [Fact]
    public async Task SignOutEverywhere_ByAnAdmin_NeedsAllRolesOfThePersonInTheirScope()
    {
        await using var w = await AccountWorld.StartAsync();
        var (acme, other) = (await w.App.EnsureTenantAsync("acme"), await w.App.EnsureTenantAsync("other"));
        var person = await w.App.SignInAsync(new Grant(Role.Lead, acme, null), new Grant(Role.Labeler, other, null));
        var sessions = w.App.Get<Account.PersonSessions>();
        var (tenantAdmin, siteAdmin) = (
            await w.AdminAsync("acme"),
            (await w.App.CreatePersonAsync(new Grant(Role.Admin, null, null))).UserId
        );
        Assert.Empty(await sessions.ListAsync(tenantAdmin, person.UserId));
        Assert.False((await sessions.EndAllAsync(tenantAdmin, person.UserId)).Ok);
        Assert.False((await sessions.EndAllAsync(PersonAccess.Nobody, person.UserId)).Ok);
        Assert.True(await AccountWorld.IsSignedInAsync(person.Client));
        var admin = await w.AccessAsync(siteAdmin);
        Assert.Single(await sessions.ListAsync(admin, person.UserId));
        Assert.False((await sessions.EndAllAsync(admin, siteAdmin)).Ok);
        Assert.True((await sessions.EndAllAsync(admin, person.UserId)).Ok);
        Assert.False(await AccountWorld.IsSignedInAsync(person.Client));
        Assert.Empty(await sessions.ListAsync(admin, person.UserId));
    }

    [Fact]
    public async Task RemovedRole_IsGoneWithTheNextRequest()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, admin) = (await w.App.SignInAsync(Role.Lead), await w.AdminAsync("acme"));
        using (var before = await person.Client.GetAsync(new Uri("/queues", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        var row = Assert.Single(await w.PeopleList.ListAsync(admin), p => p.Id == person.UserId);
        Assert.True((await w.People.RevokeGrantAsync(admin, row.Grants[0].Id)).Ok);
        using var after = await person.Client.GetAsync(new Uri("/queues", UriKind.Relative));
        Assert.Contains("/account/denied", after.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_DeletesExpiredSessions_AndKeepsValidOnes()
    {
        await using var w = await AccountWorld.StartAsync();
        var (stays, ends) = (await w.App.SignInAsync(Role.Labeler), await w.App.SignInAsync(Role.Labeler));
        await using var db = w.App.Database.CreateContext();
        await db
            .AccountSessions.Where(s => s.UserId == ends.UserId)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, DateTimeOffset.UnixEpoch));
        Assert.False(await AccountWorld.IsSignedInAsync(ends.Client));
        await w.App.Get<SessionService>().SweepAsync();
        Assert.Equal([stays.UserId], await db.AccountSessions.Select(s => s.UserId).ToListAsync());
        Assert.True(await AccountWorld.IsSignedInAsync(stays.Client));
    }

    /// <summary>A stolen cookie: another client sends the same header.</summary>
    private static async Task<HttpClient> CopyAsync(TestApp to, HttpClient from, TestApp? at = null)
    {
        var answer = await from.GetAsync(new Uri("/", UriKind.Relative));
        var cookies = string.Join("; ", TestApp.CookiesOf(from).GetCookies((at ?? to).Address).Select(c => $"{c.Name}={c.Value}"));
        answer.Dispose();
        var copy = to.CreateClient();
        copy.DefaultRequestHeaders.Add("Cookie", cookies);
        return copy;
    }

    private static async Task<HttpResponseMessage> SignOutAsync(TestApp app, HttpClient client)
    {
        // The token of any form of the signed-in person works.
        var page = await client.GetStringAsync(new Uri("/account/denied", UriKind.Relative));
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        return await client.PostAsync(new Uri(app.Address, "/account/sign-out"), form);
    }
}
