using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>A lead builds datasets by a form.</summary>
public sealed class DatasetJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_BuildsADatasetByTheForm_AndChangesItsPolicy()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/datasets"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Build dataset" }).First.ClickAsync();
        var dialog = await OpenedAsync(page);
        var selection = dialog.GetByRole(AriaRole.Region, new() { Name = "Selection" }).GetByRole(AriaRole.Status);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("refunds");
        await dialog.GetByLabel("Kind", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Evaluation" }).ClickAsync();
        // The closed list gives the focus back to its field, and would take it from the next one.
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
        await Expect(dialog.GetByLabel("Kind", new() { Exact = true })).ToBeFocusedAsync();
        await EnterAsync(dialog.GetByLabel("Minimum certainty"), "0");
        await Expect(selection).ToContainTextAsync("selects every labeled interaction in the period: 5");

        // What selects nothing is said before the build, and what is wrong is said at its field.
        await EnterAsync(dialog.GetByLabel("Countries"), "AQ");
        await Expect(selection).ToContainTextAsync("selects nothing: 5 interactions in the period are labeled");
        await EnterAsync(dialog.GetByLabel("Countries"), "");
        await EnterAsync(dialog.GetByLabel("Minimum labelers"), "0");
        await Expect(dialog.GetByText("A whole number from 1 to 100.").First).ToBeVisibleAsync();
        await Expect(selection).ToContainTextAsync("Correct the policy");

        // The JSON is the same value.
        await dialog.GetByLabel("Edit as JSON").CheckAsync();
        var json = dialog.GetByLabel("Policy (JSON)");
        await Expect(json).ToHaveValueAsync(new Regex("\"min_labels\": 0"));
        await EnterAsync(json, "{");
        await Expect(dialog.GetByText("The policy is not valid").First).ToBeVisibleAsync();
        await EnterAsync(json, """{"kind":"evaluation","min_certainty":0,"seed":"summer"}""");
        await dialog.GetByLabel("Edit as JSON").UncheckAsync();
        await Expect(dialog.GetByLabel("Seed")).ToHaveValueAsync("summer");
        await Expect(selection).ToContainTextAsync("5");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Build dataset" }).ClickAsync();
        await Expect(page.GetByText(new Regex("Version 1 of refunds is published with \\d+ rows"))).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "refunds" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change policy" }).ClickAsync();
        await OpenedAsync(page);
        await Expect(dialog.GetByLabel("Seed")).ToHaveValueAsync("summer");
        await EnterAsync(dialog.GetByLabel("Days before the build"), "30");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Build version" }).ClickAsync();
        await Expect(page.GetByText("Nothing changed: the content is that of version 1.")).ToBeVisibleAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Form_FitsAPhone_AndHasNoViolation()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync(width: 390, height: 844);
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/datasets"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Build dataset" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("labeled interactions in the period").First).ToBeAttachedAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.True(await dialog.Locator("form").EvaluateAsync<bool>("e => e.scrollWidth <= e.clientWidth + 1"));
        var violations = await Accessibility.ViolationsAsync(page, "the form of a policy");
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task RefusedForm_MovesToItsFirstWrongField()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync(width: 390, height: 844);
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/datasets"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Build dataset" }).First.ClickAsync();
        var dialog = await OpenedAsync(page);
        var name = dialog.GetByLabel("Name", new() { Exact = true });
        await EnterAsync(dialog.GetByLabel("Minimum labelers"), "0");
        await dialog.GetByLabel("Seed").ScrollIntoViewIfNeededAsync();
        await Expect(name).Not.ToBeInViewportAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Build dataset" }).ClickAsync();
        await Expect(name).ToBeFocusedAsync();
        await Expect(name).ToBeInViewportAsync();

        // The name is right now, so the next wrong field is the first one.
        await EnterAsync(name, "refunds");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Build dataset" }).ClickAsync();
        await Expect(dialog.GetByLabel("Minimum labelers")).ToBeFocusedAsync();
    }

    /// <summary>The dialog with the focus, which comes a moment after it is seen and would take it from a field.</summary>
    private static async Task<ILocator> OpenedAsync(IPage page)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);
        return dialog;
    }

    /// <summary>Fills a field and leaves it, which is when its value is taken.</summary>
    private static async Task EnterAsync(ILocator field, string text)
    {
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    /// <summary>Five labeled interactions whose users consent to training.</summary>
    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 5);
        await Journey.DisputeAsync(app);
        await using var db = app.Database.CreateContext();
        await db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.ConsentScope, "training"));
        return app;
    }
}
