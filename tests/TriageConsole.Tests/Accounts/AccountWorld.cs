using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

/// <summary>The real app with admins of several tenants.</summary>
internal sealed class AccountWorld : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private AccountWorld(TestApp app) => App = app;

    public TestApp App { get; }

    public PeopleService People => App.Get<PeopleService>();

    public PeopleReader PeopleList => App.Get<PeopleReader>();

    public SignInLinkService Links => App.Get<SignInLinkService>();

    public static async Task<AccountWorld> StartAsync(Action<WebApplicationBuilder>? configure = null) =>
        new(await TestApp.StartAsync(configure));

    /// <summary>An admin of one tenant, as services see them.</summary>
    public async Task<PersonAccess> AdminAsync(string tenant)
    {
        var (id, _) = await App.CreatePersonAsync(new Grant(Role.Admin, await App.EnsureTenantAsync(tenant), null));
        return await AccessAsync(id);
    }

    public Task<PersonAccess> AccessAsync(long userId) => App.Get<AccessService>().ForUserAsync(userId);

    /// <summary>Opens a link and sets the password like a browser.</summary>
    public async Task<HttpClient> RedeemAsync(string token, string? password = null)
    {
        var client = App.CreateClient();
        using var answer = await PostLinkAsync(client, token, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    public async Task<HttpResponseMessage> PostLinkAsync(HttpClient client, string token, string? password = null)
    {
        var page = await client.GetStringAsync(new Uri($"/account/link/{token}", UriKind.Relative));
        var last = System.Text.RegularExpressions.Regex.Match(page, "name=\"Input.LastOffer\" value=\"(\\d+)\"").Groups[1].Value;
        return await TestApp.PostFormAsync(
            client,
            $"/account/link/{token}",
            "link",
            ("Input.Password", password ?? ""),
            ("Input.Again", password ?? ""),
            ("Input.LastOffer", last.Length > 0 ? last : "0")
        );
    }

    /// <summary>Whether a link can still be used.</summary>
    public async Task<LinkState?> StateAsync(string token) => (await Links.FindAsync(token))?.State;

    public Task<HttpResponseMessage> SignInAsync(HttpClient client, string email, string password) =>
        TestApp.PostFormAsync(client, "/account/sign-in", "sign-in", ("Input.Email", email), ("Input.Password", password));

    public static async Task<bool> IsSignedInAsync(HttpClient client)
    {
        using var home = await client.GetAsync(new Uri("/", UriKind.Relative));
        return home.StatusCode == HttpStatusCode.OK;
    }

    public async Task<long?> TenantIdAsync(string tenant)
    {
        await using var db = App.Database.CreateContext();
        return await db.Tenants.Where(t => t.Key == tenant).Select(t => (long?)t.Id).SingleOrDefaultAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
