using System.Net;
using System.Net.WebSockets;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Accounts.AppSettings;

namespace TriageConsole.Tests.Accounts;

/// <summary>Proxies, cookies, allowed hosts and origins, and caching of responses.</summary>
public sealed class HttpHardeningTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("192.0.2.0/24", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    public async Task ForwardedHeaders_AreAcceptedOnlyFromKnownProxies(string? proxy, bool believed)
    {
        await using var app = await TestApp.StartAsync(
            With(("Http:Proxies:0", proxy), ("SignIn:AttemptsPerNetwork", "3"), ("ForwardedHeaders_Enabled", "true"))
        );
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Host = "console.example";
        // Each attempt sends another address. Only a known proxy's header makes them different networks.
        var key = Account.SignInAttempts.NetworkKey(IPAddress.Loopback);
        for (var n = 1; n <= 2; n++)
        {
            client.DefaultRequestHeaders.Remove("X-Forwarded-For");
            client.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.100.{n}");
            using var answer = await PostAsync(
                client,
                "/account/sign-in",
                "sign-in",
                new("Input.Email", "ann@example.org"),
                new("Input.Password", "wrong")
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(believed, answer.Headers.Contains("Strict-Transport-Security"));
        }

        await using var db = app.Database.CreateContext();
        Assert.Equal(believed ? 0 : 2, await db.SignInAttempts.Where(t => t.Key == key).SumAsync(t => t.Count));
        var claimed = Account.SignInAttempts.NetworkKey(IPAddress.Parse("198.51.100.2"));
        Assert.Equal(believed, await db.SignInAttempts.AnyAsync(t => t.Key == claimed));
    }

    [Fact]
    public async Task Cookies_BehindTls_AreSecure()
    {
        await using var app = await TestApp.StartAsync(With(("Http:AlwaysHttps", "true")));
        using var client = app.CreateClient();
        using var page = await client.GetAsync(new Uri("/account/sign-in", UriKind.Relative));
        Assert.All(page.Headers.GetValues("Set-Cookie"), c => Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase));
        // The name of this machine must not get HSTS for a year.
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
        await using var plain = await TestApp.StartAsync();
        using var bare = await plain.CreateClient().GetAsync(new Uri("/account/sign-in", UriKind.Relative));
        Assert.All(bare.Headers.GetValues("Set-Cookie"), c => Assert.DoesNotContain("; secure", c, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SessionCookie_BehindTls_IsSecure()
    {
        await using var app = await TestApp.StartAsync(With(("Http:Proxies:0", "127.0.0.1")));
        var (user, _) = await app.CreatePersonAsync();
        var token = await app.Get<Account.SignInLinkService>().CreateAsync(user, false, TimeSpan.FromMinutes(5));
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await PostAsync(client, $"/account/link/{token}", "link");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("triage=", StringComparison.Ordinal));
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task HostsThatAreNotAllowed_AreRefused()
    {
        await using var app = await TestApp.StartAsync(With(("AllowedHosts", "console.example;127.0.0.1")));
        using var client = app.CreateClient();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "127.0.0.1"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "console.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, "evil.example"));
    }

    [Theory]
    [InlineData("http://evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("http://127.0.0.1.evil.example:{port}", false)]
    [InlineData("file://127.0.0.1:{port}", false)]
    [InlineData("http://127.0.0.1:{port}", true)]
    [InlineData("https://console.example", true)]
    [InlineData("http://console.example", false)]
    public async Task Circuit_FromAnotherOrigin_IsRefused(string origin, bool allowed)
    {
        await using var app = await TestApp.StartAsync(With(("Http:Origins:0", "https://console.example")));
        var person = await app.SignInAsync(Role.Labeler);
        origin = origin.Replace(
            "{port}",
            app.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative))
        {
            Headers = { { "Origin", origin } },
        };
        using var answer = await person.Client.SendAsync(request);
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);

        using var socket = new ClientWebSocket();
        socket.Options.Cookies = TestApp.CookiesOf(person.Client);
        socket.Options.SetRequestHeader("Origin", origin);
        var open = socket.ConnectAsync(new Uri($"ws://127.0.0.1:{app.Address.Port}/_blazor"), TestContext.Current.CancellationToken);
        if (allowed)
            await open;
        else
            await Assert.ThrowsAsync<WebSocketException>(() => open);
    }

    [Fact]
    public async Task PrivateAnswers_AreNotCached_AndFilesAre()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support.chat");
        var person = await app.SignInAsync(Role.Admin);
        var api = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read", "ingest"));
        foreach (
            var (client, path) in new[]
            {
                (person.Client, "/"),
                (person.Client, "/admin/people"),
                (person.Client, "/account/sign-in"),
                (person.Client, "/no/such/page"),
                (api, "/api/v1/workflows"),
                (api, "/api/v1/interactions"),
                (api, "/api/v1/nothing"),
                (app.CreateClient(), "/"),
                (app.CreateClient(), "/account/link/x"),
                (app.CreateClient(), "/api/v1/workflows"),
            }
        )
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(
                answer.Headers.CacheControl?.NoStore,
                $"{path} answers {(int)answer.StatusCode} with {answer.Headers.CacheControl}"
            );
            Assert.Contains(
                "connect-src 'self';",
                string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")),
                StringComparison.Ordinal
            );
        }

        using var file = await person.Client.GetAsync(new Uri("/favicon.svg", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.NotEqual(true, file.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task FilesOfPackages_AreCachedForAYear_IfTheirAddressNamesAVersion()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();
        var page = await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative));
        var files = System
            .Text.RegularExpressions.Regex.Matches(page, "(?:href|src)=\"(_content/[^\"]+)\"")
            .Select(m => "/" + m.Groups[1].Value);
        string[] named = [.. files, "/_content/Plotly.Blazor/plotly-basic-3.7.0.min.js"];
        Assert.True(named.Length >= 3);
        foreach (var path in named)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        }

        using var plain = await client.GetAsync(new Uri("/_content/MudBlazor/MudBlazor.min.css", UriKind.Relative));
        Assert.Null(plain.Headers.CacheControl!.MaxAge);
        using var missing = await client.GetAsync(new Uri("/_content/MudBlazor/none.css?v=1", UriKind.Relative));
        Assert.True(missing.Headers.CacheControl!.NoStore);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/account/sign-in", UriKind.Relative))
        {
            Headers = { Host = host },
        };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>
    /// Posts like a browser behind a proxy that terminates TLS. The client does not send secure cookies over http, so they are added
    /// manually.
    /// </summary>
    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client,
        string address,
        string handler,
        params KeyValuePair<string, string>[] fields
    )
    {
        using var page = await client.GetAsync(new Uri(address, UriKind.Relative));
        var token = System
            .Text.RegularExpressions.Regex.Match(await page.Content.ReadAsStringAsync(), "__RequestVerificationToken\" value=\"([^\"]+)")
            .Groups[1]
            .Value;
        using var body = new FormUrlEncodedContent([.. fields, new("__RequestVerificationToken", token), new("_handler", handler)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = body };
        if (page.Headers.TryGetValues("Set-Cookie", out var cookies))
            request.Headers.Add("Cookie", cookies.Select(c => c.Split(';')[0]));
        return await client.SendAsync(request);
    }
}
