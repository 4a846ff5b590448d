using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Approvals, plans and freezes, as people use them.</summary>
public sealed class ApprovalJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_AsksForApproval_AnApproverApproves_AndTheOpenPageOfTheLeadCanPromote()
    {
        await using var stage = await ReleaseFixture.WithReadyAsync();
        var address = Journey.At(stage.App, $"/releases/support.chat/{(await stage.ReleaseAsync("answers-2")).Id}?tenant=acme");
        await using var first = await browser.OpenAsync();
        var lead = await Journey.SignInAsync(stage.App, first, Role.Lead);
        await lead.GotoAsync(address);
        await Expect(lead.GetByText("only approvers of the workflow can do this")).ToBeVisibleAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Request approval" }).ClickAsync();
        var dialog = lead.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Comment").FillAsync("Both of us have read the answers.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Request approval" }).ClickAsync();
        await Expect(lead.GetByText("Approvers are asked to approve the promotion.")).ToBeVisibleAsync();

        await using var second = await browser.OpenAsync();
        var approver = await Journey.SignInAsync(stage.App, second, Role.Approver);
        await approver.GotoAsync(address);
        await Expect(approver.GetByText("Both of us have read the answers.")).ToBeVisibleAsync();
        await approver.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await Expect(approver.GetByText("approved", new() { Exact = true }).First).ToBeVisibleAsync();

        var promote = lead.GetByRole(AriaRole.Button, new() { Name = "Promote" }).First;
        await Expect(promote).ToBeEnabledAsync();
        await promote.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).ClickAsync();
        await Expect(lead.GetByText("live", new() { Exact = true }).First).ToBeVisibleAsync();
        Assert.Equal(ReleaseState.Live, (await stage.ReleaseAsync("answers-2")).State);
    }

    [Fact]
    public async Task Freeze_OfALead_AsksTheApproverForAReason_UntilItIsRemoved()
    {
        await using var stage = await ReleaseFixture.WithReadyAsync();
        await using var first = await browser.OpenAsync();
        var lead = await Journey.SignInAsync(stage.App, first, Role.Lead);
        await lead.GotoAsync(Journey.At(stage.App, "/releases/support.chat/settings?tenant=acme"));
        await lead.GetByRole(AriaRole.Button, new() { Name = "Add freeze" }).ClickAsync();
        var dialog = lead.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Launch");
        var now = TimeProvider.System.GetUtcNow();
        await dialog.GetByLabel("From").FillAsync(Minute(now.AddHours(-1)));
        await dialog.GetByLabel("To", new() { Exact = true }).FillAsync(Minute(now.AddHours(2)));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add freeze" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Region, new() { Name = "Freezes" })).ToContainTextAsync("active, ends");

        await using var second = await browser.OpenAsync();
        var approver = await Journey.SignInAsync(stage.App, second, Role.Approver);
        await approver.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        await approver.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).ClickAsync();
        var promotion = approver.GetByRole(AriaRole.Dialog);
        await Expect(promotion).ToContainTextAsync("Launch");
        await promotion.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).ClickAsync();
        await Expect(promotion).ToBeVisibleAsync();
        Assert.Equal(ReleaseState.Canary, (await stage.ReleaseAsync("answers-2")).State);
        await approver.Keyboard.PressAsync("Escape");

        await lead.GetByRole(AriaRole.Button, new() { Name = "Remove Launch" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Region, new() { Name = "Freezes" })).ToContainTextAsync("No freeze.");
        await approver.ReloadAsync();
        await approver.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).ClickAsync();
        await promotion.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).ClickAsync();
        await Expect(approver.Locator("tr.live")).ToContainTextAsync("answers-2");
    }

    [Fact]
    public async Task Plan_OfAnApprover_IsShown_AndCanBeCancelled()
    {
        await using var stage = await ReleaseFixture.WithLiveAsync();
        await stage.DraftAsync("answers-2");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        await page.GotoAsync(Journey.At(stage.App, $"/releases/support.chat/{(await stage.ReleaseAsync("answers-2")).Id}?tenant=acme"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Plan" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Steps" }).FillAsync("200% soon");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start canary" }).ClickAsync();
        await Expect(dialog.Locator(".mud-input-error").First).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Steps" }).FillAsync("10% 1h, 50% 2d");
        await dialog.GetByLabel("Start").FillAsync(Minute(TimeProvider.System.GetUtcNow().AddDays(2)));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Plan canary" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.Locator("#content")).ToContainTextAsync("50 %");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel plan" }).ClickAsync();
        await using var db = stage.App.Database.CreateContext();
        await page.WaitForConditionAsync(() => db.ReleasePlans.AllAsync(p => p.State == PlanState.Cancelled));
    }

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
