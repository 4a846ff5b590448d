using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

/// <summary>The codes come from another implementation of RFC 6238. The server accepts those of the steps next to its own.</summary>
public sealed class TwoFactorTests
{
    private const string Page = "/account/two-factor";

    [Fact]
    public async Task TurnedOn_ASignInNeedsPasswordAndCode_AndOtherSessionsEnd()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, other, code, _) = await TurnOnAsync(w);
        Assert.True(await AccountWorld.IsSignedInAsync(person.Client));
        Assert.False(await AccountWorld.IsSignedInAsync(other));

        var client = w.App.CreateClient();
        using (var first = await w.SignInAsync(client, person.Email, AccountWorld.Password))
            Assert.Contains("/account/code", first.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.False(await AccountWorld.IsSignedInAsync(client));
        using (var wrong = await EnterAsync(client, "000000"))
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.False(await AccountWorld.IsSignedInAsync(client));
        using (var right = await EnterAsync(client, code(1)))
            Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.True(await AccountWorld.IsSignedInAsync(client));
    }

    [Fact]
    public async Task Code_ThatWasUsed_IsRefusedTheSecondTime()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, _, code, _) = await TurnOnAsync(w);
        var used = code(1);
        foreach (var expected in new[] { HttpStatusCode.Redirect, HttpStatusCode.OK })
        {
            var client = w.App.CreateClient();
            using (await w.SignInAsync(client, person.Email, AccountWorld.Password)) { }
            using var answer = await EnterAsync(client, used);
            Assert.Equal(expected, answer.StatusCode);
            Assert.Equal(expected == HttpStatusCode.Redirect, await AccountWorld.IsSignedInAsync(client));
        }
    }

    [Fact]
    public async Task RecoveryCode_WorksOnce_AndIsNotInTheDatabase()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, _, _, recovery) = await TurnOnAsync(w);
        Assert.Equal(10, recovery.Distinct().Count());
        await using (var db = w.App.Database.CreateContext())
        {
            var stored = await db.UserTokens.Where(t => t.UserId == person.UserId).Select(t => t.Value).ToListAsync();
            Assert.Equal(2, stored.Count);
            Assert.All(recovery, r => Assert.DoesNotContain(stored, s => s!.Contains(r, StringComparison.OrdinalIgnoreCase)));
        }

        foreach (var expected in new[] { HttpStatusCode.Redirect, HttpStatusCode.OK })
        {
            var client = w.App.CreateClient();
            using (await w.SignInAsync(client, person.Email, AccountWorld.Password)) { }
            using var answer = await EnterAsync(client, recovery[3].ToLowerInvariant());
            Assert.Equal(expected, answer.StatusCode);
        }

        var another = w.App.CreateClient();
        using (await w.SignInAsync(another, person.Email, AccountWorld.Password)) { }
        using (await EnterAsync(another, recovery[4])) { }
        Assert.True(await AccountWorld.IsSignedInAsync(another));
    }

    [Fact]
    public async Task WrongCodes_LockAfterFive_AlsoForTheRightCode()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, _, code, _) = await TurnOnAsync(w);
        var client = w.App.CreateClient();
        using (await w.SignInAsync(client, person.Email, AccountWorld.Password)) { }
        for (var n = 0; n < 5; n++)
            using (await EnterAsync(client, "000000")) { }
        using var right = await EnterAsync(client, code(1));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.False(await AccountWorld.IsSignedInAsync(client));
    }

    [Fact]
    public async Task Addresses_TypedAtTheSignIn_DoNotLockTheCodeOfAnybody()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, _, code, _) = await TurnOnAsync(w);
        for (var n = 0; n < 6; n++)
            using (await w.SignInAsync(w.App.CreateClient(), $"code {person.UserId}", "guess")) { }
        var client = w.App.CreateClient();
        using (await w.SignInAsync(client, person.Email, AccountWorld.Password)) { }
        using (await EnterAsync(client, code(1))) { }
        Assert.True(await AccountWorld.IsSignedInAsync(client));
    }

    [Fact]
    public async Task SignInLink_NeedsTheCodeToo()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, _, code, _) = await TurnOnAsync(w);
        var client = await w.RedeemAsync(await w.Links.CreateAsync(person.UserId, false, TimeSpan.FromMinutes(5)));
        Assert.False(await AccountWorld.IsSignedInAsync(client));
        using (await EnterAsync(client, code(1))) { }
        Assert.True(await AccountWorld.IsSignedInAsync(client));
    }

    [Fact]
    public async Task Code_WithoutAFirstStep_SignsNobodyIn()
    {
        await using var w = await AccountWorld.StartAsync();
        var (_, _, code, _) = await TurnOnAsync(w);
        var client = w.App.CreateClient();
        Assert.Contains("has not begun", await client.GetStringAsync(new Uri("/account/code", UriKind.Relative)), StringComparison.Ordinal);
        using (await TestApp.PostFormAsync(client, "/account/code", "code", ("Input.Code", code(1)))) { }
        Assert.False(await AccountWorld.IsSignedInAsync(client));
    }

    [Fact]
    public async Task TurnedOff_WithACode_ThePasswordIsEnough()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, _, code, _) = await TurnOnAsync(w);
        using (var wrong = await TestApp.PostFormAsync(person.Client, Page, "two-factor-off", ("Off.Code", "000000")))
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using (var off = await TestApp.PostFormAsync(person.Client, Page, "two-factor-off", ("Off.Code", code(1))))
            Assert.Equal(HttpStatusCode.Redirect, off.StatusCode);
        var client = w.App.CreateClient();
        using (await w.SignInAsync(client, person.Email, AccountWorld.Password)) { }
        Assert.True(await AccountWorld.IsSignedInAsync(client));
        await using var db = w.App.Database.CreateContext();
        Assert.Empty(await db.UserTokens.Where(t => t.UserId == person.UserId).ToListAsync());
    }

    [Fact]
    public async Task TurnedOffByAnAdmin_WhoManagesThePerson_AndByNobodyElse()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, _, _, _) = await TurnOnAsync(w);
        var (own, foreign) = (await w.AdminAsync("acme"), await w.AdminAsync("other"));
        Assert.False((await w.People.TurnOffTwoFactorAsync(foreign, person.UserId)).Ok);
        Assert.True(Assert.Single(await w.PeopleList.ListAsync(own), p => p.Id == person.UserId).HasTwoFactor);
        Assert.True((await w.People.TurnOffTwoFactorAsync(own, person.UserId)).Ok);
        Assert.False(await AccountWorld.IsSignedInAsync(person.Client));
        var client = w.App.CreateClient();
        using (await w.SignInAsync(client, person.Email, AccountWorld.Password)) { }
        Assert.True(await AccountWorld.IsSignedInAsync(client));
    }

    private static Task<HttpResponseMessage> EnterAsync(HttpClient client, string code) =>
        TestApp.PostFormAsync(client, "/account/code", "code", ("Input.Code", code));

    /// <summary>A person with password and second factor, another session from before, and the codes by step from now.</summary>
    private static async Task<(
        SignedInPerson Person,
        HttpClient Other,
        Func<int, string> Code,
        IReadOnlyList<string> Recovery
    )> TurnOnAsync(AccountWorld w)
    {
        var (id, email) = await w.App.CreatePersonAsync(new Grant(Role.Labeler, await w.App.EnsureTenantAsync("acme"), null));
        var client = await w.RedeemAsync(await w.Links.CreateAsync(id, true, TimeSpan.FromMinutes(5)), AccountWorld.Password);
        var other = w.App.CreateClient();
        using (await w.SignInAsync(other, email, AccountWorld.Password)) { }
        Assert.True(await AccountWorld.IsSignedInAsync(other));

        var page = await client.GetStringAsync(new Uri(Page, UriKind.Relative));
        Assert.Contains("<svg class=\"qr-code\"", page, StringComparison.Ordinal);
        var key = Regex.Match(page, "<code class=\"mono\">([a-z2-7 ]+)</code>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var totp = new Totp(Base32Encoding.ToBytes(key));
        var start = TimeProvider.System.GetUtcNow().UtcDateTime;
        string Code(int step) => totp.ComputeTotp(start.AddSeconds(30 * step));
        using var on = await TestApp.PostFormAsync(client, Page, "two-factor-on", ("On.Code", Code(0)));
        var codes = Regex.Matches(await on.Content.ReadAsStringAsync(), "<li><code>([^<]+)</code></li>");
        return (new SignedInPerson(id, email, client), other, Code, [.. codes.Select(c => c.Groups[1].Value)]);
    }
}
