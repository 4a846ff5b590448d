using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Patterns;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class PatternJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_ByKeyboard_OpensTheMostExpensivePattern_AcknowledgesItAndSeesItInTheList()
    {
        await using var app = await SearchedAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/patterns"));
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await OpenFirstAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Patterns: support.chat");
        // All events are in one window, so its severity is high.
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "The last 24 hours" })).ToContainTextAsync("high");
        var top = page.Locator("tbody tr", new() { Has = page.Locator(".row-link") }).First;
        await Expect(top).ToContainTextAsync("country = DE");
        await Expect(top.GetByLabel("Status of")).ToHaveValueAsync("new");
        await Expect(top.Locator(".impact")).ToContainTextAsync("resolved");
        await OpenFirstAsync(page);
        await Expect(page).ToHaveURLAsync(new Regex("/patterns/support.chat/[0-9]+"));
        await Expect(page.Locator(".figures").First).ToContainTextAsync("in the rest of the workflow");
        await Expect(page.Locator(".chart .main-svg").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();
        await page.GetByLabel("Owner", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Person" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save changes" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save changes" })).ToBeDisabledAsync();

        await page.GetByLabel("Comment", new() { Exact = true }).FillAsync("The prompt is the cause.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add comment" }).ClickAsync();
        await Expect(page.Locator("#comments li").First).ToContainTextAsync("The prompt is the cause.");
        var activity = page.GetByRole(AriaRole.Region, new() { Name = "Activity", Exact = true });
        await Expect(activity).ToContainTextAsync("new → acknowledged");
        await page.GetByLabel("Until failures grow by (%)").FillAsync("50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Snooze pattern" }).ClickAsync();
        await Expect(page.GetByText("Snoozed until", new() { Exact = false })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End snooze" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Snooze pattern" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Region, new() { Name = "Failures", Exact = true }).Locator(".row-link").First.ClickAsync();
        await Expect(page.GetByText("Inside the pattern", new() { Exact = false })).ToBeVisibleAsync();
        await page.GoBackAsync();
        await page.GetByLabel("Breadcrumb").GetByRole(AriaRole.Link, new() { Name = "support.chat" }).ClickAsync();
        await Expect(top.GetByLabel("Status of")).ToHaveValueAsync("acknowledged");
        await Expect(top.GetByLabel("Owner of")).Not.ToHaveValueAsync("");

        // The list itself can set both, and undo it.
        await top.GetByLabel("Status of").SelectOptionAsync("fixing");
        await Expect(page.GetByText("Status saved: fixing.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(top.GetByLabel("Status of")).ToHaveValueAsync("acknowledged");
        await top.GetByLabel("Owner of").SelectOptionAsync("");
        await Expect(page.GetByText("Owner saved.")).ToBeVisibleAsync();
        await Expect(top.GetByLabel("Owner of")).ToHaveValueAsync("");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task PatternPages_CheckedByAxe_HaveNoViolation()
    {
        await using var app = await SearchedAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/patterns/support.chat"));
        var pattern = await page.Locator("a[href^='patterns/support.chat/']").First.GetAttributeAsync("href");
        string[] paths = ["/patterns", "/patterns/support.chat", "/" + pattern, "/interactions/t0"];
        Assert.Empty(await Accessibility.ViolationsOfAsync(page, app, paths));
    }

    /// <summary>Presses J to focus the first row, then Enter. Repeats until the page has attached its listener.</summary>
    private static async Task OpenFirstAsync(IPage page)
    {
        var first = page.Locator("a.row-link").First;
        await page.WaitForConditionAsync(async () =>
        {
            await page.Keyboard.PressAsync("j");
            return await first.EvaluateAsync<bool>("link => link === document.activeElement");
        });
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Adds a closed window from an hour ago with failures in Germany, and runs the pattern search.</summary>
    private static async Task<TestApp> SearchedAsync()
    {
        var app = await TestApp.StartAsync();
        var at = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var lines = Enumerable
            .Range(0, 80)
            .Select(n =>
                $$"""{"trace_id":"t{{n}}","task_type":"support.chat","task_id":"k{{n}}","model_version":"v1","timestam"""
                + $$"""p":"{{at}}","country":"{{(n % 2 == 1 ? "FR" : "DE")}}","input":"Where is my refund? Case """
                + $$"""{{n}}.","output":"On its way.","outcome_metric_name":"resolved","outcome_metric_value":"""
                + $$"""{{(n % 2 == 1 ? 1 : 0)}}"""
                + $$"""{{(n % 2 == 0 ? ""","feedback":[{"feedback_type":"explicit","name":"thumbs_down","value":true}]""" : "")}}"""
                + $$"""}"""
            );
        await app.Get<IngestService>()
            .AcceptAsync(
                new IngestSource(await app.EnsureTenantAsync("acme"), "acme"),
                new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)))
            );
        while (await app.Get<WindowCloser>().CloseDueAsync() > 0) { }

        await using var db = app.Database.CreateContext();
        var workflow = await db.Workflows.Select(w => w.Id).SingleAsync();
        // If the job of the app holds the claim, wait for its search.
        while (!await db.FailurePatterns.AnyAsync())
            await app.Get<PatternSearch>().SearchAsync(workflow);
        return app;
    }
}
