using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Account;
using TriageConsole.Data.Access;

namespace TriageConsole.Tests.Accounts;

public sealed class PasswordSignInTests
{
    [Fact]
    public async Task Refusals_ForEveryReason_HaveTheSameTextAndDuration()
    {
        var hasher = new CountingHasher();
        await using var w = await AccountWorld.StartAsync(b => b.Services.AddSingleton<IPasswordHasher<AppUser>>(hasher));
        var (known, locked, disabled) = (await PersonAsync(w), await PersonAsync(w), await PersonAsync(w));
        var (_, without) = await w.App.CreatePersonAsync();
        await using (var db = w.App.Database.CreateContext())
            await db
                .Users.Where(u => u.Email == disabled)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, DateTimeOffset.UnixEpoch));
        for (var n = 0; n < 6; n++)
            using (await w.SignInAsync(w.App.CreateClient(), locked, "wrong")) { }

        var answers = new Dictionary<string, (string Text, int Checks)>();
        foreach (
            var (name, email, password) in new[]
            {
                ("wrong password", known, "a wrong password"),
                ("unknown address", "nobody@example.org", "a wrong password"),
                ("no password yet", without, "a wrong password"),
                ("disabled, wrong", disabled, "a wrong password"),
                ("disabled, right", disabled, AccountWorld.Password),
                ("locked, wrong", locked, "a wrong password"),
                ("locked, right", locked, AccountWorld.Password),
                ("no address", "", "a wrong password"),
                ("not an address", "ann at example", "a wrong password"),
            }
        )
        {
            var before = hasher.Checks;
            using var answer = await w.SignInAsync(w.App.CreateClient(), email, password);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var text = Regex.Match(await answer.Content.ReadAsStringAsync(), "role=\"alert\">([^<]+)<").Groups[1].Value;
            answers[name] = (WebUtility.HtmlDecode(text), hasher.Checks - before);
        }

        Assert.All(answers, a => Assert.Equal((SignInPage.Refusal, 1), a.Value));
        using var right = await w.SignInAsync(w.App.CreateClient(), known.ToUpperInvariant(), AccountWorld.Password);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
    }

    [Fact]
    public async Task ThirtyTwoWrongPasswordsAtOnce_OnTwoInstances_AllCountAndLock()
    {
        await using var w = await AccountWorld.StartAsync();
        await using var sibling = await w.App.StartSiblingAsync();
        var email = await PersonAsync(w);
        var tries = new[] { w.App.Get<SignInAttempts>(), sibling.Get<SignInAttempts>() };
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 32).Select(n => tries[n % 2].CountAsync(email, IPAddress.Loopback)));
        Assert.Equal(5, verdicts.Count(v => v.Address));
        await using var db = w.App.Database.CreateContext();
        var key = SignInAttempts.AddressKey(email);
        Assert.Equal(32, await db.SignInAttempts.Where(t => t.Key == key).Select(t => t.Count).SingleAsync());
        using (var right = await w.SignInAsync(w.App.CreateClient(), email, AccountWorld.Password))
            Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        // The lock ends after its time, or with a one-time link.
        await db.SignInAttempts.ExecuteUpdateAsync(s => s.SetProperty(t => t.EndsAt, DateTimeOffset.UnixEpoch));
        using (var later = await w.SignInAsync(w.App.CreateClient(), email, AccountWorld.Password))
            Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
    }

    [Fact]
    public async Task ThirtyTwoWrongPosts_InParallel_AreThirtyTwoAttempts()
    {
        await using var w = await AccountWorld.StartAsync();
        var email = await PersonAsync(w);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(async _ =>
                {
                    using var answer = await w.SignInAsync(w.App.CreateClient(), email, "a wrong password");
                    return answer.StatusCode;
                })
        );
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a));
        await using var db = w.App.Database.CreateContext();
        var key = SignInAttempts.AddressKey(email);
        Assert.Equal(32, await db.SignInAttempts.Where(t => t.Key == key).Select(t => t.Count).SingleAsync());
    }

    [Fact]
    public async Task Lock_WithMoreAttempts_IsNotExtended()
    {
        await using var w = await AccountWorld.StartAsync();
        var (tries, key) = (w.App.Get<SignInAttempts>(), SignInAttempts.AddressKey("ann@example.org"));
        for (var n = 0; n < 5; n++)
            await tries.CountAsync("ann@example.org", null);
        await using var db = w.App.Database.CreateContext();
        var end = await db.SignInAttempts.AsNoTracking().Where(t => t.Key == key).Select(t => t.EndsAt).SingleAsync();
        Assert.False((await tries.CountAsync("Ann@Example.org ", null)).Address);
        Assert.Equal(end, await db.SignInAttempts.AsNoTracking().Where(t => t.Key == key).Select(t => t.EndsAt).SingleAsync());
        await tries.ForgetAsync("ANN@example.org");
        Assert.True((await tries.CountAsync("ann@example.org", null)).Address);
    }

    [Fact]
    public async Task Sweep_DeletesEndedCounts_AndKeepsOthers()
    {
        await using var w = await AccountWorld.StartAsync();
        var tries = w.App.Get<SignInAttempts>();
        await tries.CountAsync("ended@example.org", IPAddress.Parse("192.0.2.1"));
        await using var db = w.App.Database.CreateContext();
        await db.SignInAttempts.ExecuteUpdateAsync(s => s.SetProperty(t => t.EndsAt, DateTimeOffset.UnixEpoch));
        await tries.CountAsync("locked@example.org", IPAddress.Parse("192.0.2.2"));
        await tries.SweepAsync();
        string[] kept = [SignInAttempts.AddressKey("locked@example.org"), SignInAttempts.NetworkKey(IPAddress.Parse("192.0.2.2"))];
        Assert.Equal(kept.Order(), (await db.SignInAttempts.Select(t => t.Key).ToListAsync()).Order());
    }

    [Fact]
    public async Task Network_WithManyWrongAttempts_IsRefusedForEveryAddressAndOthersAreNot()
    {
        await using var w = await AccountWorld.StartAsync(b =>
            b.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SignIn:AttemptsPerNetwork"] = "10" })
        );
        var tries = w.App.Get<SignInAttempts>();
        var attacker = "2001:db8:1:2:";
        for (var n = 0; n < 10; n++)
            Assert.True((await tries.CountAsync($"person{n}@example.org", IPAddress.Parse($"{attacker}:{n:x}"))).Network);
        Assert.Equal((false, false), await tries.CountAsync("other@example.org", IPAddress.Parse($"{attacker}ffff:1:2:3")));
        Assert.Equal((true, true), await tries.CountAsync("other@example.org", IPAddress.Parse("2001:db8:1:3::1")));
        // A refused network cannot lock an address.
        for (var n = 0; n < 20; n++)
            await tries.CountAsync("victim@example.org", IPAddress.Parse($"{attacker}:1"));
        Assert.Equal((true, true), await tries.CountAsync("victim@example.org", IPAddress.Parse("192.0.2.1")));
        Assert.Equal(SignInAttempts.Network(IPAddress.Parse("192.0.2.1")), SignInAttempts.Network(IPAddress.Parse("::ffff:192.0.2.1")));
    }

    [Fact]
    public async Task RightPasswords_OfManyPeopleBehindOneAddress_DoNotCountAgainstIt()
    {
        await using var w = await AccountWorld.StartAsync(b =>
            b.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SignIn:AttemptsPerNetwork"] = "3" })
        );
        var email = await PersonAsync(w);
        for (var n = 0; n < 8; n++)
            using (var answer = await w.SignInAsync(w.App.CreateClient(), email, AccountWorld.Password))
                Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Theory]
    [InlineData("password1234", true)]
    [InlineData("Password123!", true)]
    [InlineData("P@ssw0rd1234", true)]
    [InlineData("passwordpassword", true)]
    [InlineData("qwertyuiop123", true)]
    [InlineData("123456789012", true)]
    [InlineData("123456123456", true)]
    [InlineData("abcdefghijkl", true)]
    [InlineData("iloveyou1234", true)]
    [InlineData("letmein12345", true)]
    [InlineData("adminadminadmin", true)]
    [InlineData("Administrator1", true)]
    [InlineData("welcome-2026", true)]
    [InlineData("Summer2026!!", true)]
    [InlineData("1q2w3e4r5t6y", true)]
    [InlineData("qwertyuiopasdf", true)]
    [InlineData("1qaz2wsx3edc", true)]
    [InlineData("trustno1trustno1", true)]
    [InlineData("football dragon", true)]
    [InlineData("drowssap1234", true)]
    [InlineData("AnnMiller2026", true)]
    [InlineData("ann.miller!!1", true)]
    [InlineData("triageconsole", true)]
    [InlineData("aaaabbbbcccc", false)]
    [InlineData("correct horse battery", false)]
    [InlineData("four lazy llamas sing", false)]
    [InlineData("a quiet river bends", false)]
    [InlineData("xK4!pq9Zt2vB", false)]
    [InlineData("gletscherspalte77", false)]
    public void CommonPassword_AndItsVariants_AreDetected(string password, bool common) =>
        Assert.Equal(common, CommonPasswordValidator.IsCommon(password, ["Ann Miller", "annmiller", "ann.miller", "triageconsole"]));

    [Fact]
    public async Task CommonPassword_OnALink_IsRefusedWithAReason()
    {
        await using var w = await AccountWorld.StartAsync();
        var (user, _) = await w.App.CreatePersonAsync();
        var token = await w.Links.CreateAsync(user, true, TimeSpan.FromDays(1));
        using var answer = await w.PostLinkAsync(w.App.CreateClient(), token, "Password1234!");
        Assert.Contains("This password is too common", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(LinkState.Valid, await w.StateAsync(token));
    }

    private static async Task<string> PersonAsync(AccountWorld w)
    {
        var (user, email) = await w.App.CreatePersonAsync();
        await w.RedeemAsync(await w.Links.CreateAsync(user, true, TimeSpan.FromDays(1)), AccountWorld.Password);
        return email;
    }

    private sealed class CountingHasher : IPasswordHasher<AppUser>
    {
        private readonly PasswordHasher<AppUser> inner = new();
        private int checks;

        public int Checks => Volatile.Read(ref checks);

        public string HashPassword(AppUser user, string password) => inner.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref checks);
            return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
