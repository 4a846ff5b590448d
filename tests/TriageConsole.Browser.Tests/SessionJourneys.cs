using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Pages that stay open while their session or role ends.</summary>
public sealed class SessionJourneys(Browser browser)
{
    [Fact]
    public async Task SignOut_InOneTab_EndsTheOtherImmediately()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 4);
        await using var context = await browser.OpenAsync();
        var first = await Journey.SignInAsync(app, context, Role.Labeler);
        var second = await OpenQueueAsync(context, Journey.At(app, "/label/support.chat"));
        await first.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(first.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        // Without any action in the second tab.
        await Expect(second.GetByRole(AriaRole.Heading, new() { Level = 1 }).First).ToHaveTextAsync("No access");
        await Expect(second.Locator("body")).ToContainTextAsync("Your session has ended");
        await second.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await using var db = app.Database.CreateContext();
        Assert.Equal(0, await db.Labels.CountAsync());
    }

    [Fact]
    public async Task SessionEnded_OnAnotherInstance_StopsTheNextActionOfAnOpenPage()
    {
        await using var app = await TestApp.StartAsync();
        await using var sibling = await app.StartSiblingAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 4);
        await using var context = await browser.OpenAsync();
        await Journey.SignInAsync(app, context, Role.Labeler);
        var page = await OpenQueueAsync(context, Journey.At(app, "/label/support.chat"));
        await page.Keyboard.PressAsync("1");
        await Expect(page.Locator(".pane:not([data-done]) input[type=radio]").First).ToBeCheckedAsync();
        Guid session;
        await using (var db = app.Database.CreateContext())
            session = await db.AccountSessions.Select(s => s.Id).SingleAsync();
        await sibling.Get<SessionService>().EndAsync(session);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("body")).ToContainTextAsync("Your session has ended");
        await using (var db = app.Database.CreateContext())
            Assert.Equal(0, await db.Labels.CountAsync());
    }

    [Fact]
    public async Task RemovedRole_WhileLabeling_RejectsTheNextSubmitWithAReason()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var context = await browser.OpenAsync();
        await Journey.SignInAsync(app, context, Role.Labeler);
        var page = await OpenQueueAsync(context, Journey.At(app, "/label/support.chat"));
        await SubmitAsync(page);
        await Expect(page.Locator(".label-head")).ToContainTextAsync("1 today");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        await using var db = app.Database.CreateContext();
        await db.RoleGrants.ExecuteDeleteAsync();
        await SubmitAsync(page);
        await Expect(page.GetByText("Labeling needs the labeler role on this workflow.").First).ToBeVisibleAsync();
        Assert.Equal(1, await db.Labels.CountAsync());
    }

    /// <summary>The dialog is drawn outside the page. What it refuses is shown by the page, and the rest keeps working.</summary>
    [Fact]
    public async Task RemovedRole_WithAnOpenDialog_IsShownByThePage()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/queues/support.chat"));
        await page.GetByLabel("Select all rows of this page").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove from queue" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("no longer offered to labelers");
        await using var db = app.Database.CreateContext();
        await db.RoleGrants.ExecuteDeleteAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove items" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First).ToHaveTextAsync("No access");
        await Expect(dialog).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close navigation" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Open navigation" })).ToBeVisibleAsync();
        Assert.Equal(3, await db.QueueItems.CountAsync(q => q.OpenSlots > 0));
    }

    [Fact]
    public async Task AccountDisabled_WithAnOpenPage_EndsItAtTheNextAction()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/interactions/t1"));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add to queue" })).ToBeVisibleAsync();
        await using var db = app.Database.CreateContext();
        await db.Users.ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, DateTimeOffset.UnixEpoch));
        // The page can end by itself before the click, when it reads the roles for a live update.
        await page.EvaluateAsync("() => [...document.querySelectorAll('button')].find(b => b.innerText.includes('Add to queue'))?.click()");
        await Expect(page.Locator("body")).ToContainTextAsync("Your session has ended");
        Assert.Equal(0, await db.QueueItems.CountAsync(q => q.Reason.Contains("Requested")));
    }

    [Fact]
    public async Task SignedOutEverywhere_ByAnAdmin_EndsAnOpenPageAtOnce_WithItsUnansweredDialog()
    {
        await using var app = await TestApp.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/admin/keys"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("pipeline");
        await using var db = app.Database.CreateContext();
        var person = await db.AccountSessions.Select(s => s.UserId).Distinct().SingleAsync();
        var (admin, _) = await app.CreatePersonAsync(new Grant(Role.Admin, null, null));
        var ended = await app.Get<PersonSessions>().EndAllAsync(await app.Get<AccessService>().ForUserAsync(admin), person);
        Assert.True(ended.Ok, ended.Message);
        // The person does nothing: the page ends by itself.
        await Expect(page.Locator("body")).ToContainTextAsync("Your session has ended");
        await Expect(page.Locator("[role=dialog]")).ToHaveCountAsync(0);
        Assert.Equal(0, await db.ApiKeys.CountAsync());
    }

    [Theory]
    [InlineData("/workflows/support.chat", "Save settings")]
    [InlineData("/interactions/t1", "Add to queue")]
    [InlineData("/admin/people", "Invite person")]
    [InlineData("/admin/keys", "Create key")]
    public async Task RemovedRole_OnOtherPages_PreventsActions(string path, string button)
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, path));
        var press = page.GetByRole(AriaRole.Button, new() { Name = button }).First;
        await Expect(press).ToBeVisibleAsync();
        if (path == "/admin/people")
        {
            await press.ClickAsync();
            await page.GetByLabel("Email").FillAsync("new@example.org");
            // The script below presses the button without moving the focus, so the field would keep its text.
            await page.GetByLabel("Name").FillAsync("New");
            await page.GetByLabel("Name").BlurAsync();
            press = page.GetByRole(AriaRole.Button, new() { Name = "Create invitation" });
        }
        else if (path == "/admin/keys")
        {
            await press.ClickAsync();
            await page.GetByLabel("Name").FillAsync("pipeline");
            await page.GetByLabel("Name").BlurAsync();
            press = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create key" });
        }

        var pressed = await press.ElementHandleAsync();
        await using var db = app.Database.CreateContext();
        await db.RoleGrants.ExecuteDeleteAsync();
        var before = await StateAsync(app);
        // A refresh can remove the button first: the press of a removed button does nothing.
        await pressed.EvaluateAsync("button => button.click()");
        await Expect(
                page.Locator(".notice.bad, .mud-alert-text-error, .empty, [role=dialog] [role=alert]")
                    .Or(page.GetByText("There is no", new() { Exact = false }))
                    .First
            )
            .ToBeVisibleAsync();
        Assert.Equal(before, await StateAsync(app));
    }

    [Fact]
    public async Task OfferOfAnotherTenant_IsPendingUntilAcceptedOnTheMailedPage()
    {
        await using var app = await TestApp.StartAsync();
        var (a, b) = (await app.EnsureTenantAsync("acme"), await app.EnsureTenantAsync("birch"));
        var (adminOfB, _) = await app.CreatePersonAsync(new Grant(Role.Admin, b, null));
        var people = app.Get<PeopleService>();
        var ann = await people.AddPersonAsync("ann@example.org", "Ann", [new GrantSpec(Role.Labeler, "acme")]);
        await people.InviteAsync(
            await app.Get<AccessService>().ForUserAsync(adminOfB),
            "ann@example.org",
            "Ann",
            [new GrantSpec(Role.Lead, "birch")]
        );
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/admin/people?q=ann@"));
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("lead · birch (pending)");
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("Invited by");
        if (Environment.GetEnvironmentVariable("TRIAGE_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "people.png") });

        var token = await app.Get<SignInLinkService>()
            .CreateAsync(ann, LinkKind.Acceptance, TimeSpan.FromDays(1), (_, _) => Task.FromResult(true), default);
        await using var own = await browser.OpenAsync();
        var link = await own.NewPageAsync();
        await link.GotoAsync(Journey.At(app, $"/account/link/{token}"));
        await Expect(link.Locator("body")).ToContainTextAsync("lead · birch");
        if (Environment.GetEnvironmentVariable("TRIAGE_SCREENSHOTS") is { Length: > 0 } shots)
            await link.ScreenshotAsync(new() { Path = Path.Combine(shots, "accept.png") });
        await link.GetByLabel("Choose a password").FillAsync("four lazy llamas sing");
        await link.GetByLabel("The password again").FillAsync("four lazy llamas sing");
        await link.GetByRole(AriaRole.Button, new() { Name = "Accept and sign in" }).ClickAsync();
        await Expect(link).ToHaveURLAsync(Journey.At(app, "/"));
        await using var db = app.Database.CreateContext();
        Assert.Equal(
            [a, b],
            await db.RoleGrants.Where(g => g.UserId == ann).OrderBy(g => g.TenantId).Select(g => g.TenantId!.Value).ToListAsync()
        );
    }

    private static async Task<IPage> OpenQueueAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await page.Locator(".pane:not([data-done]) .criterion[data-active]")
            .First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return page;
    }

    private static async Task SubmitAsync(IPage page)
    {
        await page.Locator(".pane:not([data-done]) .criterion[data-active]")
            .First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The state that the tested pages can change.</summary>
    private static async Task<(int Users, int Keys, int Requested, string Workflow)> StateAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        var workflow = await db.Workflows.AsNoTracking().SingleAsync(w => w.Key == "support.chat");
        return (
            await db.Users.CountAsync(),
            await db.ApiKeys.CountAsync(),
            await db.QueueItems.CountAsync(q => q.Reason.Contains("Requested")),
            System.Text.Json.JsonSerializer.Serialize(workflow)
        );
    }
}
