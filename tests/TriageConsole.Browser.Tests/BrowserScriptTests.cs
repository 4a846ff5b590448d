using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Interactions;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>The script that web pages include, on the sample page, against the real server.</summary>
public sealed class BrowserScriptTests(Browser browser)
{
    private static readonly string Samples = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "samples", "browser")
    );

    [Fact]
    public async Task SamplePage_SendsWhatTheUserDoes()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 2);
        await using var context = await browser.OpenAsync();
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await OpenSampleAsync(app, context, "t0");
        var complaints = Journey.Complaints(page);
        var draft = page.GetByLabel("Suggested by the assistant", new() { Exact = false });
        await draft.FillAsync("Your refund was sent on Friday. It arrives within three days.");
        await draft.PressAsync("Control+A");
        await draft.PressAsync("Control+C");
        await page.GetByRole(AriaRole.Link, new() { Name = "Refund policy" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Helpful", Exact = true }).ClickAsync();
        // A second thought replaces the first one.
        await page.GetByRole(AriaRole.Button, new() { Name = "Not helpful" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        var signals = await UntilAsync(app, "t0", s => s.Count(x => x.Name == "retry") == 2);
        Assert.Equal("down", One("thumbs").TextValue);
        Assert.Equal(3 / 61d, One("edit_distance").NumericValue!.Value, 12);
        Assert.Equal("kb-17", One("retrieval.clicked").TextValue);
        Assert.Equal((1, "implicit", "sample-user"), (One("copied").NumericValue, One("copied").Type, One("copied").UserId));
        Assert.InRange(One("time_to_first_action_ms").NumericValue!.Value, 0, 60_000);
        // Closing the page now adds nothing: the user has acted.
        await page.CloseAsync();
        Assert.Empty(complaints);
        Assert.DoesNotContain(await SignalsAsync(app, "t0"), s => s.Name == "abandoned");

        Signal One(string name) => Assert.Single(signals, s => s.Name == name);
    }

    [Fact]
    public async Task PageThatIsClosedWithoutAnAction_IsAbandoned()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 2);
        await using var context = await browser.OpenAsync();
        var page = await OpenSampleAsync(app, context, "t1");
        // Leaving by navigation, as most users do.
        await page.GotoAsync("about:blank");
        var signal = Assert.Single(await UntilAsync(app, "t1", s => s.Count > 0));
        Assert.Equal(("abandoned", 1d, (short)-1), (signal.Name, signal.NumericValue, signal.Polarity));
    }

    [Fact]
    public async Task PageOfAListedOrigin_SendsFeedbackWithABrowserKey_AndNothingElse()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 2);
        await using var shop = await ShopPage.StartAsync(Samples);
        await using var context = await browser.OpenAsync();
        var key = await BrowserKeyAsync(app, shop.Origin);
        var page = await OpenShopAsync(app, context, shop.Origin, key, "t0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Helpful", Exact = true }).ClickAsync();
        var signals = await UntilAsync(app, "t0", s => s.Any(x => x.Name == "thumbs"));
        Assert.Equal(("up", "sample-user"), (signals.Single(s => s.Name == "thumbs").TextValue, signals[0].UserId));

        var outcomes = await page.EvaluateAsync<string[]>(
            """
            async ([endpoint, key]) => {
              const task = { task_type: "support", task_id: "k", model_version: "1" };
              const event = JSON.stringify({ kind: "interaction", trace_id: "by-page", ...task });
              const outcome = JSON.stringify({ kind: "outcome", trace_id: "t0", outcome_metric_name: "by_page", outcome_metric_value: 1 });
              const requests = [
                ["POST", "/api/v1/events", event], ["POST", "/v1/traces", "{}"], ["POST", "/api/v1/labels", "{}"],
                ["GET", "/api/v1/interactions"], ["GET", "/api/v1/labels"], ["GET", "/api/v1/keys"],
                ["GET", "/api/v1/route?workflow=support&unit=1"],
                ["POST", "/api/v1/feedback", event], ["POST", "/api/v1/feedback", outcome],
              ];
              const results = [];
              for (const [method, path, body] of requests)
                try {
                  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
                  results.push(`${(await fetch(endpoint + path, { method, body, headers })).status}`);
                } catch { results.push("blocked"); }
              return results;
            }
            """,
            new[] { app.Address.GetLeftPart(UriPartial.Authority), key }
        );
        Assert.All(outcomes[..7], o => Assert.Equal("blocked", o));
        // The endpoint answers per line, and these lines are refused.
        Assert.All(outcomes[7..], o => Assert.Equal("200", o));
        await using var db = app.Database.CreateContext();
        Assert.Equal(["t0", "t1"], await db.Interactions.Select(i => i.TraceId).Order().ToListAsync());
        Assert.Equal(2, await db.QuarantinedEvents.CountAsync());
        Assert.False(await db.Interactions.AnyAsync(i => i.OutcomeMetric == "by_page"));
        Assert.False(await db.Labels.AnyAsync());
    }

    [Fact]
    public async Task PageOfAnOriginThatIsNotListed_SendsNothing()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 1);
        await using var shop = await ShopPage.StartAsync(Samples);
        await using var context = await browser.OpenAsync();
        var page = await OpenShopAsync(app, context, shop.OtherOrigin, await BrowserKeyAsync(app, shop.Origin), "t0");
        var refused = new TaskCompletionSource();
        page.RequestFailed += (_, request) =>
        {
            if (request.Url.EndsWith("/api/v1/feedback", StringComparison.Ordinal))
                refused.TrySetResult();
        };
        await page.GetByRole(AriaRole.Button, new() { Name = "Helpful", Exact = true }).ClickAsync();
        await refused.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await SignalsAsync(app, "t0"));
    }

    [Fact]
    public async Task ServerThatIsAwayForAWhile_GetsEverythingOnce_AndARefusalIsCounted()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 1);
        await using var context = await browser.OpenAsync();
        var page = await OpenSampleAsync(app, context, "t0");
        await app.RestartAsync(async () =>
        {
            var failed = new TaskCompletionSource();
            page.RequestFailed += (_, _) => failed.TrySetResult();
            await page.GetByRole(AriaRole.Button, new() { Name = "Helpful", Exact = true }).ClickAsync();
            await failed.Task.WaitAsync(TestContext.Current.CancellationToken);
        });
        var signals = await UntilAsync(app, "t0", s => s.Any(x => x.Name == "thumbs"));
        Assert.Equal(["thumbs", "time_to_first_action_ms"], signals.Select(s => s.Name).Order());

        var dropped = await page.EvaluateAsync<int>(
            """
            async endpoint => {
              const { createTriage } = await import(`${endpoint}/client/v1/triage.js`);
              const triage = createTriage({ endpoint, key: "tck_unknown" });
              triage.answer("t0").copied();
              await triage.flush();
              return triage.stats.dropped;
            }
            """,
            app.Address.GetLeftPart(UriPartial.Authority)
        );
        Assert.Equal(2, dropped);
    }

    [Fact]
    public async Task Distance_IsThatOfTheDotNetClient()
    {
        await using var app = await TestApp.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await OpenSampleAsync(app, context, "t0");
        var pairs = new (string Before, string After)[]
        {
            ("", ""),
            ("same", "same"),
            ("", "abc"),
            ("kitten", "sitting"),
            ("abab", "ab"),
            ("flaw", "lawn"),
            ("👍 yes", "👎 yes"),
            (string.Join(' ', Enumerable.Range(0, 1000)), string.Join(' ', Enumerable.Range(0, 1000).Select(n => n % 2 == 0 ? -n - 7 : n))),
            (string.Join(' ', Enumerable.Range(0, 5000)), string.Join(' ', Enumerable.Range(5000, 5000))),
        };
        foreach (var (before, after) in pairs)
            Assert.Equal(
                TriageConsole.Client.TextEdits.Distance(before, after),
                await page.EvaluateAsync<double>(
                    "async ([endpoint, a, b]) => (await import(`${endpoint}/client/v1/triage.js`)).editDistance(a, b)",
                    new[] { app.Address.GetLeftPart(UriPartial.Authority), before, after }
                ),
                12
            );
    }

    [Fact]
    public async Task Script_IsSmall_ForEveryOrigin_AndCached()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/client/v1/triage.js", UriKind.Relative));
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var answer = await client.SendAsync(request);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(TimeSpan.FromHours(1), answer.Headers.CacheControl!.MaxAge);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 500, 6 * 1024);
        using var again = new HttpRequestMessage(HttpMethod.Get, request.RequestUri);
        again.Headers.AcceptEncoding.ParseAdd("gzip");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        var package = Path.Combine(Samples, "..", "..", "clients", "browser", "triage.js");
        Assert.Equal(await File.ReadAllTextAsync(package), await client.GetStringAsync(request.RequestUri));
    }

    /// <summary>The files of the sample, at an address of the console's origin.</summary>
    private static async Task<IPage> OpenSampleAsync(TestApp app, IBrowserContext context, string trace)
    {
        var page = await context.NewPageAsync();
        await page.RouteAsync(
            Journey.At(app, "/sample/") + "**",
            route =>
            {
                var name = Path.GetFileName(new Uri(route.Request.Url).AbsolutePath);
                return route.FulfillAsync(
                    new RouteFulfillOptions
                    {
                        Path = Path.Combine(Samples, name),
                        ContentType = name.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/html",
                    }
                );
            }
        );
        var endpoint = app.Address.GetLeftPart(UriPartial.Authority);
        var key = await app.CreateApiKeyAsync("acme", ApiScopes.Ingest);
        await page.GotoAsync(Journey.At(app, $"/sample/index.html?endpoint={endpoint}&key={key}&trace={trace}"));
        await Expect(page.Locator("html[data-ready]")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>A key that pages of one origin can use.</summary>
    private static async Task<string> BrowserKeyAsync(TestApp app, string origin) =>
        (await app.Get<ApiKeyService>().CreateAsync("acme", "shop", [], null, new ApiKeySettings(null, [origin]))).Key;

    /// <summary>The sample page at another origin than the console.</summary>
    private static async Task<IPage> OpenShopAsync(TestApp app, IBrowserContext context, string origin, string key, string trace)
    {
        var page = await context.NewPageAsync();
        var endpoint = app.Address.GetLeftPart(UriPartial.Authority);
        await page.GotoAsync($"{origin}/index.html?endpoint={endpoint}&key={key}&trace={trace}");
        await Expect(page.Locator("html[data-ready]")).ToBeVisibleAsync();
        return page;
    }

    private static async Task<List<Signal>> UntilAsync(TestApp app, string trace, Func<List<Signal>, bool> condition)
    {
        List<Signal> signals = [];
        await Wait.UntilAsync(async () => condition(signals = await SignalsAsync(app, trace)), "The signals");
        return signals;
    }

    /// <summary>What was sent, without what the server derives.</summary>
    private static async Task<List<Signal>> SignalsAsync(TestApp app, string trace)
    {
        await using var db = app.Database.CreateContext();
        var id = await db.Interactions.Where(i => i.TraceId == trace).Select(i => i.Id).SingleAsync();
        return await db
            .Signals.AsNoTracking()
            .Where(s => s.InteractionId == id && (s.Type == "implicit" || s.Type == "explicit"))
            .OrderBy(s => s.Name)
            .ToListAsync();
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
