using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Superseded versions, failing candidates and versions of imported history.</summary>
public sealed class VersionJourneys(Browser browser)
{
    [Fact]
    public async Task Approver_RollsBackToASupersededVersion_AndSeesWhatLiesBetween()
    {
        await using var stage = await ReleaseFixture.WithLiveAsync();
        foreach (var name in new[] { "answers-2", "answers-3" })
        {
            await stage.DraftAsync(name);
            Assert.True((await stage.PromoteAsync(name, "a test")).Ok);
        }

        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        await page.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back to this version answers-1" }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        await Expect(sheet).ToContainTextAsync("Versions between them that are skipped: answers-2.");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Roll back to answers-1" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "answers-1 is live again in place of answers-3." }))
            .ToBeVisibleAsync();
        await Expect(page.Locator("tr.live")).ToContainTextAsync("answers-1");
        await Expect(Row(page, "answers-2")).ToContainTextAsync("superseded");
    }

    [Fact]
    public async Task Home_WithAFailingCanary_ListsItFirst_AndAnApproverEndsItThere()
    {
        await using var stage = await ReleaseFixture.WithFailingAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        var first = page.GetByRole(AriaRole.Region, new() { Name = "Action needed" }).GetByRole(AriaRole.Listitem).First;
        await Expect(first).ToContainTextAsync("answers-2 of support.chat: Outcome fails");
        await page.GotoAsync(Journey.At(stage.App, "/releases"));
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("answers-2: Outcome fails");
        await Expect(page.Locator("tbody tr")).Not.ToContainTextAsync("waiting for evidence");
        await page.GotoAsync(Journey.At(stage.App, "/"));
        await first.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^End canary") }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "End canary" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Ended." })).ToBeVisibleAsync();
        Assert.Equal(ReleaseState.Evaluating, (await stage.ReleaseAsync("answers-2")).State);
    }

    [Fact]
    public async Task Approver_WithImportedHistory_RegistersAllVersions_AndChoosesTheLiveOne()
    {
        await using var stage = await ReleaseFixture.StartAsync();
        await stage.SendAsync("m-2023", 30, 20, new DateTimeOffset(2023, 4, 1, 0, 0, 0, TimeSpan.Zero));
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        await page.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        var old = page.Locator("tbody tr", new() { HasText = "m-2023" });
        await Expect(old).ToContainTextAsync("30 interactions");
        await Expect(old).ToContainTextAsync("66.7\u202F%");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Promote m-2023" })).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Register all and choose the live one…" }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        await Expect(sheet.GetByRole(AriaRole.Radio).First).ToBeCheckedAsync();
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Register 2 versions" }).ClickAsync();
        await Expect(page.Locator("tr.live")).ToContainTextAsync("answers-0");
        await Expect(Row(page, "m-2023")).ToContainTextAsync("draft");
    }

    private static ILocator Row(IPage page, string name) =>
        page.Locator("tbody tr", new() { Has = page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });
}
