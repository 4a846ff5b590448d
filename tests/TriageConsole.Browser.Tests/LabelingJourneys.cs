using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class LabelingJourneys(Browser browser)
{
    private static ILocator Active(IPage page) => page.Locator(".pane:not([data-done])").First;

    [Fact]
    public async Task Labeler_ByKeyboard_LabelsFiveAndUndoesTheLast()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 12);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        var complaints = Journey.Complaints(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Start labeling support.chat" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("body")).ToContainTextAsync("Was the customer's need met?");
        var seen = new List<string>();
        for (var n = 0; n < 5; n++)
        {
            var before = await VisibleCaseAsync(page);
            seen.Add(before);
            await page.Keyboard.PressAsync("1");
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForConditionAsync(async () => await VisibleCaseAsync(page) != before);
        }

        Assert.Equal(5, seen.Distinct().Count());
        await Expect(page.Locator(".label-head")).ToContainTextAsync("5 today");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        await using (var db = app.Database.CreateContext())
        {
            Assert.Equal(5, await db.Labels.CountAsync(l => l.IsCurrent));
            Assert.Equal(5, await db.LabelAnswers.CountAsync(a => a.Value == "yes"));
        }

        await page.Keyboard.PressAsync("u");
        await page.WaitForConditionAsync(async () => await VisibleCaseAsync(page) == seen[^1]);
        await Expect(page.Locator(".label-head")).ToContainTextAsync("4 today");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("5 today");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Labeler_WithoutARequiredAnswer_SeesAMessageAndNothingIsSaved()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        await Expect(Active(page)).ToContainTextAsync("Was the customer's need met?");
        var before = await VisibleCaseAsync(page);
        await page.Keyboard.PressAsync("Enter");
        await Expect(Active(page).GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        Assert.Equal(before, await VisibleCaseAsync(page));
        await using var db = app.Database.CreateContext();
        Assert.Equal(0, await db.Labels.CountAsync());
    }

    [Fact]
    public async Task Labeler_AfterReload_HasTheSameItemAndDraft()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        var item = await VisibleCaseAsync(page);
        await page.Keyboard.PressAsync("1");
        await Active(page).GetByLabel("Note").FillAsync("half a thought");
        await page.WaitForConditionAsync(async () =>
        {
            await using var db = app.Database.CreateContext();
            return await db.LabelDrafts.AnyAsync(d => d.Answers.Contains("half a thought"));
        });
        await page.ReloadAsync();
        Assert.Equal(item, await VisibleCaseAsync(page));
        await Expect(Active(page).GetByLabel("Note")).ToHaveValueAsync("half a thought");
        await Expect(Active(page).Locator("input[type=radio]").First).ToBeCheckedAsync();
    }

    [Fact]
    public async Task TwoLabelers_AtOnce_NeverSeeTheSameItem()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 20);
        await using var one = await browser.OpenAsync();
        await using var two = await browser.OpenAsync();
        var pages = new[] { await Journey.SignInAsync(app, one, Role.Labeler), await Journey.SignInAsync(app, two, Role.Labeler) };
        var seen = new List<string>();
        foreach (var page in pages)
            await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        for (var n = 0; n < 4; n++)
            foreach (var page in pages)
            {
                var before = await VisibleCaseAsync(page);
                seen.Add(before);
                await page.Keyboard.PressAsync("1");
                await page.Keyboard.PressAsync("Enter");
                await page.WaitForConditionAsync(async () => await VisibleCaseAsync(page) != before);
            }

        Assert.Equal(8, seen.Distinct().Count());
    }

    [Fact]
    public async Task Labeler_Skips_GivesAReasonAndTheItemGoesToOthers()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        var before = await VisibleCaseAsync(page);
        await page.Keyboard.PressAsync("s");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("1");
        await page.WaitForConditionAsync(async () => await VisibleCaseAsync(page) != before);
        await page.WaitForConditionAsync(async () =>
        {
            await using var db = app.Database.CreateContext();
            return await db.Flags.AnyAsync(f => f.Kind == FlagKind.Skip && f.Note != "");
        });
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Labeler_WhileTheServerIsDown_SeesANotice()
    {
        var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        await VisibleCaseAsync(page);
        await app.DisposeAsync();
        await Expect(page.Locator("#components-reconnect-modal"))
            .ToHaveClassAsync(new System.Text.RegularExpressions.Regex("components-reconnect-(show|failed)"));
        await Expect(
                page.GetByText("Your drafts are saved", new() { Exact = false })
                    .Or(page.GetByText("your drafts are saved", new() { Exact = false }))
                    .First
            )
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task Labeler_AfterServerRestart_HasTheSameItemAndDraft()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        var first = await VisibleCaseAsync(page);
        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForConditionAsync(async () => await VisibleCaseAsync(page) != first);
        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        var item = await VisibleCaseAsync(page);
        await page.Keyboard.PressAsync("1");
        await Active(page).GetByLabel("Note").FillAsync("half a thought");
        await app.RestartAsync(async () =>
        {
            await Expect(page.Locator("#components-reconnect-modal"))
                .ToHaveClassAsync(new System.Text.RegularExpressions.Regex("components-reconnect-(show|failed)"));
            await Active(page).GetByLabel("Note").FillAsync("a whole thought");
        });
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        Assert.Equal(item, await VisibleCaseAsync(page));
        await Expect(Active(page).GetByLabel("Note")).ToHaveValueAsync("a whole thought");
        await Expect(Active(page).Locator("input[type=radio]").First).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("2 today");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        await using var db = app.Database.CreateContext();
        Assert.Equal(1, await db.LabelAnswers.CountAsync(a => a.Value == "a whole thought"));
    }

    [Fact]
    public async Task Labeler_WhenTheNetworkLosesASubmit_SavesItOnceAfterReconnect()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        using var network = new NetworkProxy(app.Address);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(new Uri(network.Address, "/label/support.chat").ToString());
        var first = await VisibleCaseAsync(page);
        await page.Keyboard.PressAsync("1");
        await Expect(Active(page).Locator("form[data-ready]")).ToBeAttachedAsync();
        await Expect(page.Locator(".pane")).Not.ToHaveCountAsync(1);
        network.Silence();
        await page.Keyboard.PressAsync("Enter");
        var next = await VisibleCaseAsync(page);
        Assert.NotEqual(first, next);
        network.Restore();

        await Expect(page.Locator(".label-head")).ToContainTextAsync("1 today");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        Assert.Equal(next, await VisibleCaseAsync(page));
        await using var db = app.Database.CreateContext();
        Assert.Equal(1, await db.LabelAnswers.CountAsync(a => a.Value == "yes"));
    }

    [Fact]
    public async Task LabelPage_WithHostileText_ShowsItAsText()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 1, input: "<script>window.pwned=1</script><img src=x onerror='window.pwned=1'> <b>bold</b>");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler, Role.Lead);
        var complaints = Journey.Complaints(page);
        foreach (var path in new[] { "/label/support.chat", "/interactions", "/interactions/t0", "/queues/support.chat" })
        {
            await page.GotoAsync(Journey.At(app, path));
            await Expect(page.GetByText("<script>window.pwned=1</script>", new() { Exact = false }).First).ToBeVisibleAsync();
            Assert.Equal(0, await page.Locator("b", new() { HasText = "bold" }).CountAsync());
        }

        // Runs outside the content security policy of the page, which forbids eval.
        Assert.Equal(0, await page.Locator("script:has-text('pwned'), img[src=x]").CountAsync());
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task LabelPage_AtZoom200_NeedsNoHorizontalScrolling()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        // A 1280x720 window at 200 % zoom has 640x360 CSS pixels.
        await using var context = await browser.OpenAsync(width: 640, height: 360);
        var page = await Journey.SignInAsync(app, context, Role.Labeler, Role.Lead);
        foreach (var path in new[] { "/", "/label/support.chat", "/interactions/t0" })
        {
            await page.GotoAsync(Journey.At(app, path));
            await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
            await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
            Assert.InRange(await page.Locator("html").EvaluateAsync<int>("e => e.scrollWidth"), 1, 640);
        }

        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        var before = await VisibleCaseAsync(page);
        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForConditionAsync(async () => await VisibleCaseAsync(page) != before);
    }

    [Fact]
    public async Task LabelPage_WithTheLongestRealConversations_FitsTheWindowAndScrollsInItsPanes()
    {
        var body = await SharedData.ReadAllAsync("tau2_support.jsonl.gz");
        await using var app = await TestApp.StartAsync();
        await app.Get<Features.Ingest.IngestService>()
            .AcceptAsync(new Features.Ingest.IngestSource(await app.EnsureTenantAsync("acme"), "acme"), new MemoryStream(body));
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(Journey.At(app, "/label/support.telecom"));
        await Expect(Active(page)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit" }).First).ToBeInViewportAsync();
        var height = await page.Locator("html").EvaluateAsync<int>("e => e.scrollHeight");
        Assert.InRange(height, 1, 721);
    }

    /// <summary>Returns the visible case number when the item is shown and the keys work.</summary>
    private static async Task<string> VisibleCaseAsync(IPage page)
    {
        await Active(page).Locator(".criterion[data-active]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var text = await Active(page).InnerTextAsync();
        return System.Text.RegularExpressions.Regex.Match(text, @"Case \d+").Value;
    }
}
