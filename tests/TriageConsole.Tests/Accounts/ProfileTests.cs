using System.Net;
using TriageConsole.Account.Profile;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

public sealed class ProfileTests
{
    private const string NewPassword = "another fine battery horse";

    [Fact]
    public async Task Password_ChangedWithTheCurrentOne_EndsOtherSessionsAndLinks()
    {
        await using var w = await AccountWorld.StartAsync();
        var (id, email, client) = await PersonAsync(w);
        var other = w.App.CreateClient();
        using (await w.SignInAsync(other, email, AccountWorld.Password)) { }
        var link = await w.Links.CreateAsync(id, false, TimeSpan.FromMinutes(5));
        using (var wrong = await ChangeAsync(client, "not the password", NewPassword, NewPassword))
            Assert.Contains("The current password is wrong.", await TextAsync(wrong), StringComparison.Ordinal);
        using (var differs = await ChangeAsync(client, AccountWorld.Password, NewPassword, "something else"))
            Assert.Contains("not the same", await TextAsync(differs), StringComparison.Ordinal);
        using (var weak = await ChangeAsync(client, AccountWorld.Password, "short", "short"))
            Assert.Equal(HttpStatusCode.OK, weak.StatusCode);
        Assert.True(await AccountWorld.IsSignedInAsync(other));

        using (var done = await ChangeAsync(client, AccountWorld.Password, NewPassword, NewPassword))
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.True(await AccountWorld.IsSignedInAsync(client));
        Assert.False(await AccountWorld.IsSignedInAsync(other));
        Assert.NotEqual(Account.LinkState.Valid, await w.StateAsync(link));
        var again = w.App.CreateClient();
        using (await w.SignInAsync(again, email, AccountWorld.Password)) { }
        Assert.False(await AccountWorld.IsSignedInAsync(again));
        using (await w.SignInAsync(again, email, NewPassword)) { }
        Assert.True(await AccountWorld.IsSignedInAsync(again));
    }

    [Fact]
    public async Task TimeZone_IsTakenFromTheBrowserOnce_AndChangedByThePerson()
    {
        await using var w = await AccountWorld.StartAsync();
        var (id, _, _) = await PersonAsync(w);
        var (profiles, people) = (w.App.Get<ProfileService>(), w.App.Get<AccessService>());
        var access = await people.ForUserAsync(id);
        Assert.Null(access.TimeZone);
        foreach (var wrong in new[] { null, "", "Etc/Unknown", "+02:00", "W. Europe Standard Time\0", new string('x', 200) })
            Assert.False(await profiles.AdoptTimeZoneAsync(access, wrong));
        Assert.True(await profiles.AdoptTimeZoneAsync(access, "Asia/Tokyo"));
        Assert.False(await profiles.AdoptTimeZoneAsync(access, "Europe/Berlin"));
        Assert.Equal("Asia/Tokyo", (await people.ForUserAsync(id)).TimeZone);
        Assert.False((await profiles.SetTimeZoneAsync(access, "Mars/Olympus")).Ok);
        Assert.True((await profiles.SetTimeZoneAsync(access, "Europe/Berlin")).Ok);
        Assert.Equal("Europe/Berlin", (await profiles.ReadAsync(access))!.TimeZone);
        Assert.Contains("Europe/Berlin", ProfileService.TimeZones);
        Assert.False((await profiles.SetFlagNoticesAsync(access, (FlagNotices)7)).Ok);
        Assert.True((await profiles.SetFlagNoticesAsync(access, FlagNotices.All)).Ok);
        Assert.Equal(FlagNotices.All, (await profiles.ReadAsync(access))!.FlagNotices);
    }

    [Fact]
    public async Task Password_GuessedFromAnOpenSession_LocksAfterFiveAttempts()
    {
        await using var w = await AccountWorld.StartAsync();
        var (_, _, client) = await PersonAsync(w);
        for (var n = 0; n < 5; n++)
            using (await ChangeAsync(client, "guess", NewPassword, NewPassword)) { }
        using var right = await ChangeAsync(client, AccountWorld.Password, NewPassword, NewPassword);
        Assert.Contains("too many attempts", await TextAsync(right), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_AreListedWithTheirBrowser_AndOnlyOwnOnesCanBeEnded()
    {
        await using var w = await AccountWorld.StartAsync();
        var (id, email, client) = await PersonAsync(w);
        var other = w.App.CreateClient();
        other.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        using (await w.SignInAsync(other, email, AccountWorld.Password)) { }
        // The activity is recorded where roles are read.
        using (await other.GetAsync(new Uri("/label/none", UriKind.Relative))) { }

        var sessions = w.App.Get<SessionService>();
        var listed = await sessions.ListAsync(id);
        Assert.Equal(2, listed.Count);
        var firefox = Assert.Single(listed, s => s.Browser == "Firefox on Linux");
        Assert.NotNull(firefox.LastSeenAt);
        var stranger = await w.App.SignInAsync(Role.Labeler);
        Assert.False(await sessions.EndOwnAsync(await w.AccessAsync(stranger.UserId), firefox.Id));
        Assert.True(await AccountWorld.IsSignedInAsync(other));
        Assert.True(await sessions.EndOwnAsync(await w.AccessAsync(id), firefox.Id));
        Assert.False(await AccountWorld.IsSignedInAsync(other));
        Assert.True(await AccountWorld.IsSignedInAsync(client));
    }

    [Fact]
    public async Task Theme_IsOfThePerson_InEveryBrowser()
    {
        await using var w = await AccountWorld.StartAsync();
        var (id, email, _) = await PersonAsync(w);
        var another = w.App.CreateClient();
        using (await w.SignInAsync(another, email, AccountWorld.Password)) { }
        foreach (var (chosen, expected) in new[] { ("dark", "dark"), ("light", "light"), ("system", null), ("\"><script>", null) })
        {
            await w.App.Get<ProfileService>().SetThemeAsync(await w.AccessAsync(id), chosen);
            var page = await another.GetStringAsync(new Uri("/", UriKind.Relative));
            Assert.Equal(expected is not null, page.Contains("data-theme", StringComparison.Ordinal));
            Assert.Contains(expected is null ? "<html" : $"data-theme=\"{expected}\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Name_IsChangedByItsOwner_IfThereIsOne()
    {
        await using var w = await AccountWorld.StartAsync();
        var (id, _, _) = await PersonAsync(w);
        var (profiles, access) = (w.App.Get<ProfileService>(), await w.AccessAsync(id));
        Assert.True((await profiles.RenameAsync(access, "  Ann Lee ")).Ok);
        foreach (var refused in new[] { "", "   ", null, new string('x', ProfileService.MaxName + 1) })
            Assert.False((await profiles.RenameAsync(access, refused)).Ok);
        Assert.Equal("Ann Lee", (await profiles.ReadAsync(access))!.Name);
    }

    [Fact]
    public async Task Keys_AreOneLetterEach_AndDifferent()
    {
        await using var w = await AccountWorld.StartAsync();
        var (id, _, _) = await PersonAsync(w);
        var (profiles, access) = (w.App.Get<ProfileService>(), await w.AccessAsync(id));
        var own = LabelKeys.Standard with { Undo = "x" };
        Assert.True((await profiles.SetKeysAsync(access, own)).Ok);
        foreach (var refused in new[] { "s", "1", "", "ä", "xy", "X", "?" })
            Assert.False((await profiles.SetKeysAsync(access, LabelKeys.Standard with { Undo = refused })).Ok);
        Assert.Equal(own, await profiles.KeysAsync(access));
        Assert.True((await profiles.SetKeysAsync(access, LabelKeys.Standard)).Ok);
        Assert.Equal(LabelKeys.Standard, await profiles.KeysAsync(access));
    }

    private static async Task<(long Id, string Email, HttpClient Client)> PersonAsync(AccountWorld w)
    {
        var (id, email) = await w.App.CreatePersonAsync(new Grant(Role.Labeler, await w.App.EnsureTenantAsync("acme"), null));
        var client = await w.RedeemAsync(await w.Links.CreateAsync(id, true, TimeSpan.FromMinutes(5)), AccountWorld.Password);
        return (id, email, client);
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient client, string current, string password, string again) =>
        TestApp.PostFormAsync(
            client,
            "/account/password",
            "password",
            ("Input.Current", current),
            ("Input.Password", password),
            ("Input.Again", again)
        );

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
