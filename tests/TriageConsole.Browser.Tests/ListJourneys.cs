using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Long lists: search, order, pages, columns, selection, files, views, and their look on small screens.</summary>
public sealed class ListJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_SearchesSortsAndSelects_AndTheAddressKeepsTheState()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 60);
        await Journey.SendLinesAsync(app, [Event("needle", "Where is order 7?", "The parcel waits at the harbour.")]);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/interactions"));
        await Expect(page.GetByText("1–50 of 61 interactions")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();
        await Expect(page.GetByText("51–61 of 61 interactions")).ToBeVisibleAsync();

        // A word of the output, which the preview does not have.
        await page.GetByLabel("Words in input or output").FillAsync("harbour");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find interactions" }).ClickAsync();
        await Expect(page.GetByText("1–1 of 1 interaction", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("tbody .row-link")).ToHaveTextAsync("Where is order 7?");
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(page.GetByText("1–50 of 61 interactions")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Outcome", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("sort=-outcome"));
        await Expect(page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Outcome");
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose columns" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Trace id" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Trace id" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Trace id" })).ToBeVisibleAsync();
        await Expect(page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Outcome");

        var waiting = page.WaitForDownloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync();
        var lines = await File.ReadAllLinesAsync((await (await waiting).PathAsync())!);
        Assert.Equal(62, lines.Length);
        Assert.Equal("when,input,workflow,model,segment,outcome,suspicion,labels,trace", lines[0].TrimStart('\uFEFF'));

        await page.GetByLabel("Select t39", new() { Exact = true }).CheckAsync();
        await Expect(page.GetByText("1 selected")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to queue" }).ClickAsync();
        await Expect(page.GetByText("1 interaction is in the queue.")).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Lead_FiltersByACount_AndGoesThroughTheListByKeys()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await Journey.SendLinesAsync(app, [Event("needle", "Where is order 7?", "The parcel waits at the harbour.")]);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/interactions"));
        var counts = page.GetByRole(AriaRole.Region, new() { Name = "Counts" });
        await Expect(counts).ToContainTextAsync("Counts cover all 4 matching interactions.");
        await counts.GetByRole(AriaRole.Button, new() { Name = "Show counts" }).ClickAsync();
        await counts.GetByRole(AriaRole.Link, new() { Name = "Not labeled 4" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("show=unlabeled"));
        await Expect(counts.Locator("a[aria-current]")).ToContainTextAsync("Not labeled");

        await page.Locator("tbody .row-link").First.ClickAsync();
        var place = page.GetByRole(AriaRole.Navigation, new() { Name = "Interactions of the list" });
        await Expect(place).ToContainTextAsync("1 of 4");
        await Expect(place.GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("]");
        await Expect(place).ToContainTextAsync("2 of 4");
        await page.Keyboard.PressAsync("j");
        await Expect(place).ToContainTextAsync("3 of 4");
        await page.Keyboard.PressAsync("[");
        await Expect(place).ToContainTextAsync("2 of 4");
        await place.GetByRole(AriaRole.Link, new() { Name = "Back to the list" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("show=unlabeled"));
        Assert.Empty(complaints);
    }

    /// <summary>The key came before a script that was loaded over the circuit, and was lost.</summary>
    [Fact]
    public async Task Key_InTheMomentTheLinksAppear_FollowsThem()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/interactions?show=unlabeled"));
        await Expect(page.Locator("tbody .row-link").First).ToBeVisibleAsync();
        await page.EvaluateAsync(
            """
            () => new MutationObserver((_, observer) => {
              if (!document.querySelector('a[data-step="1"]')) return;
              observer.disconnect();
              document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }));
            }).observe(document.body, { childList: true, subtree: true })
            """
        );
        await page.Locator("tbody .row-link").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Interactions of the list" })).ToContainTextAsync("2 of 3");
    }

    [Fact]
    public async Task View_SavedByOne_IsOpenedByTheTeam()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 5);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/interactions?show=unlabeled&sort=-suspicion"));
        await Expect(page.GetByText("1–5 of 5 interactions")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved views" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Save view" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Worst first");
        await dialog.GetByLabel("Share with").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Everyone in acme" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await Expect(page.GetByText("The view Worst first is saved.")).ToBeVisibleAsync();

        await using var otherContext = await browser.OpenAsync();
        var other = await Journey.SignInAsync(app, otherContext, Role.Lead);
        await other.GotoAsync(Journey.At(app, "/interactions"));
        await other.GetByRole(AriaRole.Button, new() { Name = "Saved views" }).ClickAsync();
        await other.GetByRole(AriaRole.Menuitem, new() { Name = "Worst first" }).ClickAsync();
        await Expect(other).ToHaveURLAsync(new Regex("show=unlabeled&sort=-suspicion"));
    }

    [Fact]
    public async Task Person_IsInvited_UntilTheFirstSignIn()
    {
        await using var app = await TestApp.StartAsync();
        await app.EnsureTenantAsync("acme");
        await app.Get<PeopleService>().AddPersonAsync("new@example.org", "New", [new GrantSpec(Role.Labeler, "acme")]);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/admin/people"));
        var invited = page.Locator("tbody tr").Filter(new() { HasText = "new@example.org" });
        await Expect(invited.Locator("[data-label=State]")).ToHaveTextAsync("invited");
        await Expect(invited.Locator("[data-label='Last seen']")).ToHaveTextAsync("never");
        // The admin signed in with a link and has no password.
        var admin = page.Locator("tbody tr").Filter(new() { HasNotText = "new@example.org" }).First;
        await Expect(admin.Locator("[data-label=State]")).ToHaveTextAsync("active");
        await Expect(admin.Locator("[data-label='Last seen']")).ToHaveTextAsync("just now");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Lists_OnThisWidth_AreNotCut(int width)
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 5, input: string.Join(' ', Enumerable.Repeat("A long question about a refund.", 8)));
        await app.CreateApiKeyAsync("acme", "ingest", "read", "label", "release");
        await app.Get<PeopleService>()
            .AddPersonAsync(
                "a.very.long.address.of.a.person@department.example.org",
                "A person with a long name",
                [.. new[] { Role.Labeler, Role.Lead, Role.Approver }.Select(r => new GrantSpec(r, "acme", "support.chat"))]
            );
        await using var context = await browser.OpenAsync(width: width, height: 844);
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/golden/support.chat/t0"));
        await page.GetByRole(AriaRole.Radio, new() { Name = "Yes, met" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create golden item" }).ClickAsync();
        await Expect(page.GetByText("The golden item is created", new() { Exact = false })).ToBeVisibleAsync();
        var cut = new List<string>();
        foreach (
            var path in new[]
            {
                "/interactions",
                "/interactions/t0",
                "/queues",
                "/queues/support.chat",
                "/golden/support.chat",
                "/golden/support.chat/t0",
                "/admin/people",
                "/admin/keys",
                "/admin/jobs",
            }
        )
        {
            await Accessibility.OpenAsync(page, app, path);
            await page.Locator("tbody tr, .conversation").First.WaitForAsync();
            var wide = await page.EvaluateAsync<string[]>(
                """
                width => [...document.querySelectorAll('html, .page, .mud-table-container')]
                  .filter(e => e.scrollWidth > Math.min(e.clientWidth, width) + 1)
                  .map(e => `${e.tagName} ${e.className}: ${e.scrollWidth} in ${e.clientWidth}`)
                """,
                width
            );
            cut.AddRange(wide.Select(w => $"{path} at {width} px: {w}"));
        }

        Assert.True(cut.Count == 0, string.Join('\n', cut));
    }

    private static string Event(string trace, string input, string output) =>
        JsonSerializer.Serialize(
            new
            {
                trace_id = trace,
                task_type = "support.chat",
                task_id = trace,
                model_version = "v1",
                input,
                output,
            }
        );
}
