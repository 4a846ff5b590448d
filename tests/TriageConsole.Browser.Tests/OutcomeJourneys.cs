using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class OutcomeJourneys(Browser browser)
{
    [Fact]
    public async Task Approver_FiltersByVersionByKeyboard_SharesTheUrlAndReadsTheTable()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Approver);
        var complaints = Journey.Complaints(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Outcomes" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "support.chat" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Outcomes: support.chat" })).ToBeVisibleAsync();
        await Expect(page.GetByText("better", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "resolved by version" }).Locator("tbody tr")).ToHaveCountAsync(2);
        // An approver has no access to interactions.
        await Expect(page.Locator("a[href^='interactions']")).ToHaveCountAsync(0);

        await page.GetByLabel("Version", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "r2" })).ToBeVisibleAsync();
        for (var n = 0; n < 2; n++)
            await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("version=r2"));
        var versions = page.GetByRole(AriaRole.Table, new() { Name = "resolved by version" }).Locator("tbody tr");
        await Expect(versions).ToHaveCountAsync(1);
        await Expect(versions).ToContainTextAsync("only one version");

        var other = await context.NewPageAsync();
        await other.GotoAsync(page.Url);
        await Expect(other.GetByLabel("Version", new() { Exact = true })).ToContainTextAsync("r2");
        await Expect(other.GetByRole(AriaRole.Table, new() { Name = "resolved by version" }).Locator("tbody tr")).ToHaveCountAsync(1);

        var table = page.GetByRole(AriaRole.Button, new() { Name = "Show table" }).First;
        await table.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "resolved by version over time: table" }).Locator("tbody tr"))
            .ToHaveCountAsync(7);

        // The content policy must allow both files.
        var image = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = "as PNG" }).First.ClickAsync()
        );
        Assert.EndsWith(".png", image.SuggestedFilename, StringComparison.Ordinal);
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync((await file.PathAsync())!);
        Assert.True(
            lines.Any(l => l.StartsWith("version,resolved,", StringComparison.Ordinal) && l.Contains(",r2,", StringComparison.Ordinal)),
            string.Join('\n', lines)
        );
        Assert.DoesNotContain(lines, l => l.Contains(",r1,", StringComparison.Ordinal));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Lead_OnAPointOfTheChart_OpensItsInteractions()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/outcomes/support.chat?span=all&version=r1"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Show table" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "resolved by version over time: table" })
            .Locator("tbody a")
            .First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/interactions\\?.*release=r1.*from="));
        await Expect(page.Locator(".server-grid tbody tr")).ToHaveCountAsync(20);
        await Expect(page.GetByLabel("Release")).ToHaveValueAsync("r1");
        await page.GotoAsync(Journey.At(app, "/outcomes/support.chat?span=never"));
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("span is one of");
        Assert.Empty(complaints);
    }

    /// <summary>Adds two weeks of two releases; the second has better outcomes.</summary>
    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        var tenant = await app.EnsureTenantAsync("acme");
        var midnight = new DateTimeOffset(app.Get<TimeProvider>().GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var lines = Enumerable
            .Range(0, 280)
            .Select(n =>
                $$"""{"trace_id":"t{{n}}","task_type":"support.chat","task_id":"k{{n}}","model_version":"v1","releas"""
                + $$"""e":"{{(n < 140 ? "r1" : "r2")}}","timestam"""
                + $$"""p":"{{midnight.AddDays((n / 20) - 13).AddMinutes(n % 20 / 10.0):O}}","input":"Where is my refund? """
                + $$"""{{n}}","output":"On its way.","outcome_metric_name":"resolved","outcome_metric_value":"""
                + $$"""{{(n < 140 ? n % 2 : n % 10 == 0 ? 0 : 1)}}}"""
            );
        await app.Get<IngestService>()
            .AcceptAsync(new IngestSource(tenant, "acme"), new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        return app;
    }
}
