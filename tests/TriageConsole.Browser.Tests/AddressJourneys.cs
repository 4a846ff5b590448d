using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Ids can contain any character. The page of an id opens by its URL and by its link, and no other URL opens it.</summary>
public sealed class AddressJourneys(Browser browser)
{
    private static readonly string[] Ids =
    [
        "i06/a/b",
        "i06%2Fa",
        "i06%252Fa",
        "i06 a+b&c=d#e?f",
        "i06-käse-🚀",
        "i06\\x",
        "i06;v=1",
        "i06:colon@at",
        "i06-" + new string('x', 296),
        "a//b",
        "//a",
        "a/../b",
        "../a",
        "%",
        "%25",
        "#",
        "?x=1",
        "new",
        "export",
        "...",
    ];

    [Fact]
    public async Task Lead_OpensEveryInteraction_ByUrlAndByLink()
    {
        await using var app = await TestApp.StartAsync();
        await SendAsync(
            app,
            Ids.Select(i => new
            {
                trace_id = i,
                task_type = "case.i06",
                task_id = "k",
                model_version = "v1",
                input = "About " + i,
                output = "ok",
            })
        );
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        foreach (var id in Ids)
        {
            await page.GotoAsync(Journey.At(app, "/interactions/") + Uri.EscapeDataString(id));
            await Expect(page.Locator("h1.trace")).ToHaveTextAsync(id);
        }

        await page.GotoAsync(Journey.At(app, "/interactions"));
        foreach (var id in Ids)
        {
            // Navigation stays in the circuit: the click does not reload the page.
            await page.GetByTitle(id, new() { Exact = true }).ClickAsync();
            await Expect(page.Locator("h1.trace")).ToHaveTextAsync(id);
            await page.GetByRole(AriaRole.Link, new() { Name = "Create golden item", Exact = true }).ClickAsync();
            await Expect(page.Locator("a.mono")).ToHaveTextAsync(id);
            await page.GoBackAsync();
            await Expect(page.Locator("h1.trace")).ToHaveTextAsync(id);
            await page.GoBackAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Interactions" })).ToBeVisibleAsync();
        }

        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData("a/1")]
    [InlineData("a/settings")]
    [InlineData("a%2F1")]
    [InlineData("ключ & 🚀?#")]
    public async Task Workflow_WithAnyKey_OpensAllItsPages(string key)
    {
        await using var app = await TestApp.StartAsync();
        await SendAsync(
            app,
            new[] { key, "a" }.Select(
                (w, n) =>
                    new
                    {
                        trace_id = $"t{n}",
                        task_type = w,
                        task_id = "k",
                        model_version = "v1",
                        input = "Hi",
                        output = "ok",
                    }
            )
        );
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/workflows/") + Uri.EscapeDataString(key) + "?tenant=acme");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(key);
        var links = page.GetByRole(AriaRole.Navigation, new() { Name = "Pages of" }).GetByRole(AriaRole.Link);
        await Expect(links).ToHaveCountAsync(16);
        var tabs = await links.AllInnerTextsAsync();
        foreach (var tab in tabs)
        {
            await page.GetByRole(AriaRole.Navigation, new() { Name = "Pages of" })
                .GetByRole(AriaRole.Link, new() { Name = tab, Exact = true })
                .ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(key);
            await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Pages of" }).Locator("[aria-current=page]"))
                .ToHaveTextAsync(tab);
        }
    }

    [Fact]
    public async Task DotNames_InTheDatabase_NeverOpenHome()
    {
        await using var app = await TestApp.StartAsync();
        await SendAsync(
            app,
            [
                new
                {
                    trace_id = "t",
                    task_type = "case.i06",
                    task_id = "k",
                    model_version = "v1",
                    input = "Dots",
                    output = "ok",
                },
            ]
        );
        await using (var db = app.Database.CreateContext())
            await db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.TraceId, ".."));
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/interactions"));
        var link = page.GetByTitle("..", new() { Exact = true });
        Assert.StartsWith(
            "/interactions/..%00",
            new Uri(await link.EvaluateAsync<string>("e => e.href")).AbsolutePath,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UnknownUrl_InTheCircuit_ShowsNotFound()
    {
        await using var app = await TestApp.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.EvaluateAsync("() => Blazor.navigateTo('/no/such/page')");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Page not found");
    }

    private static Task SendAsync(TestApp app, IEnumerable<object> events) =>
        Journey.SendLinesAsync(app, events.Select(e => JsonSerializer.Serialize(e)));
}
