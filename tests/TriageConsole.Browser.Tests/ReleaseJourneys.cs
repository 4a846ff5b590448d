using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Monitoring;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class ReleaseJourneys(Browser browser)
{
    [Fact]
    public async Task Approver_ByKeyboard_PromotesAndRollsBackARelease_AndAnotherPersonsPageUpdates()
    {
        await using var stage = await ReleaseFixture.WithReadyAsync();
        await using var leadContext = await browser.OpenAsync();
        var other = await Journey.SignInAsync(stage.App, leadContext, Role.Lead);
        await other.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        await Expect(other.Locator("tr.live")).ToContainTextAsync("answers-1");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        var complaints = Journey.Complaints(page);
        // Home lists releases that can be promoted, with a link.
        await page.GetByRole(AriaRole.Link, new() { Name = "answers-2 of support.chat can be promoted: every gate passes" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("answers-2");
        await page.GetByLabel("Breadcrumb").GetByRole(AriaRole.Link, new() { Name = "support.chat" }).ClickAsync();
        await Expect(Row(page, "answers-2")).ToContainTextAsync("better");
        await Expect(Row(page, "answers-2")).ToContainTextAsync("+40 pp");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Roll back answers-1" })).ToBeDisabledAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var sheet = page.GetByRole(AriaRole.Dialog);
        await Expect(sheet).ToContainTextAsync("goes live for all traffic of support.chat in place of answers-1");
        await Expect(sheet).ToContainTextAsync("Prompt answer: answers-1 → answers-2");
        // Esc changes nothing and restores the focus.
        await page.Keyboard.PressAsync("Escape");
        await Expect(sheet).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(sheet.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "answers-2 is live in place of answers-1." }))
            .ToBeVisibleAsync();
        await Expect(page.Locator("tr.live")).ToContainTextAsync("answers-2");
        await Expect(other.Locator("tr.live")).ToContainTextAsync("answers-2");
        await Expect(other.GetByRole(AriaRole.Region, new() { Name = "Monitoring of answers-2" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back answers-2" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(sheet).ToContainTextAsync("answers-1 is live again from the next request");
        await Expect(sheet.GetByLabel("Reason (optional)")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "answers-1 is live again in place of answers-2." }))
            .ToBeVisibleAsync();
        await Expect(other.Locator("tr.live")).ToContainTextAsync("answers-1");
        await Expect(Row(other, "answers-2")).ToContainTextAsync("rolled back");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Escape_InTheMomentADialogAppears_ClosesIt()
    {
        await using var stage = await ReleaseFixture.WithReadyAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        await page.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" })).ToBeEnabledAsync();
        await page.PressEscapeWhenADialogAppearsAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).ClickAsync();
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-pressed", "yes");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator("tr.live")).ToContainTextAsync("answers-1");
    }

    [Fact]
    public async Task Approver_WithAnOutdatedDialog_SeesAMessageAndTheCurrentState()
    {
        await using var stage = await ReleaseFixture.WithReadyAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        await page.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).ClickAsync();
        Assert.True((await stage.PromoteAsync("answers-2")).Ok);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not done. Another user changed this or the live release");
        await Expect(page.Locator("tr.live")).ToContainTextAsync("answers-2");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Roll back answers-2" })).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Approver_OverridingGates_NeedsAReasonThatStaysInTheHistory()
    {
        await using var stage = await ReleaseFixture.WithLiveAsync();
        await stage.DraftAsync("answers-2");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        await page.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        // A draft shows why it cannot be promoted; after the evaluation, the failed gate.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" })).ToBeDisabledAsync();
        await Expect(Row(page, "answers-2")).ToContainTextAsync("Promote: not evaluated yet");
        await page.GetByRole(AriaRole.Button, new() { Name = "Evaluate answers-2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "answers-2 is evaluating." })).ToBeVisibleAsync();
        await stage.App.Get<ReleaseGuard>().LookAsync(stage.Workflow.Id);
        await Expect(Row(page, "answers-2")).ToContainTextAsync("Promote: Data present: no data");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Gates: .*Data present not enough evidence") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Gates of answers-2" }))
            .ToContainTextAsync("Start a shadow or a canary.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Promote anyway… answers-2" }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        var reason = sheet.GetByLabel("Reason for the override");
        await Expect(reason).ToBeFocusedAsync();
        await Expect(sheet).ToContainTextAsync("stored permanently in the history of the release");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Promote anyway" }).ClickAsync();
        await Expect(sheet).ToBeVisibleAsync();
        await reason.FillAsync("   ");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Promote anyway" }).ClickAsync();
        await Expect(sheet.GetByText("Enter a reason. It is the only explanation in the history.")).ToBeVisibleAsync();
        Assert.Equal(ReleaseState.Evaluating, (await stage.ReleaseAsync("answers-2")).State);
        await reason.FillAsync("The old one quotes a price that is wrong.");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Promote anyway" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "answers-2 is live" })).ToBeVisibleAsync();

        await page.Locator("tr.live a.row-link").ClickAsync();
        var history = page.GetByRole(AriaRole.Region, new() { Name = "History" });
        await Expect(history).ToContainTextAsync("Promoted against its gates.");
        await Expect(history).ToContainTextAsync("The old one quotes a price that is wrong.");
        await history.GetByText("Gates at that time").First.ClickAsync();
        await Expect(history.GetByText("Data present").First).ToBeVisibleAsync();
        // The changed lines.
        var difference = page.GetByRole(AriaRole.Region, new() { Name = "Differences" });
        await Expect(difference.Locator(".removed")).ToContainTextAsync("Quote the order.");
        await Expect(difference.Locator(".added")).ToContainTextAsync("Quote the order and the day.");
    }

    [Fact]
    public async Task Lead_SeesWhyPromotionIsDisabled_AndCanStartAShadow()
    {
        await using var stage = await ReleaseFixture.WithLiveAsync();
        await stage.DraftAsync("answers-2");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        await Expect(Row(page, "answers-2")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Promote answers-2" })).ToBeDisabledAsync();
        await Expect(Row(page, "answers-2")).ToContainTextAsync("Promote: only approvers of the workflow can do this");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start experiment… answers-2" }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        await Expect(sheet.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Canary") })).ToBeDisabledAsync();
        await Expect(sheet.GetByLabel("Share of answers-2, %")).ToHaveValueAsync("10");
        await Expect(sheet.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Shadow") })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "In shadow for 10 % of the units" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Shadow run" })).ToContainTextAsync("answers-2");
        await Expect(Row(page, "answers-2")).ToContainTextAsync("in shadow");
        await page.GetByRole(AriaRole.Button, new() { Name = "End shadow run", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Reason (optional)").FillAsync("Enough seen.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Ended." })).ToBeVisibleAsync();
        await Expect(Row(page, "answers-2")).ToContainTextAsync("evaluating");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Approver_RegistersFromTraffic_AndALeadCreatesTheNextRelease()
    {
        await using var stage = await ReleaseFixture.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        await page.GetByRole(AriaRole.Link, new() { Name = "Releases", Exact = true }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("none registered");
        await page.GetByRole(AriaRole.Link, new() { Name = "support.chat" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No release registered yet" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Register as live… answers-0" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Register as live" }).ClickAsync();
        await Expect(page.Locator("tr.live")).ToContainTextAsync("answers-0");
        await Expect(page.GetByText("not registered")).ToHaveCountAsync(0);
        // Only leads create releases.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create release" })).ToHaveCountAsync(0);

        await using var leadContext = await browser.OpenAsync();
        var lead = await Journey.SignInAsync(stage.App, leadContext, Role.Lead);
        await lead.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        await lead.GetByRole(AriaRole.Button, new() { Name = "Create release" }).ClickAsync();
        await Expect(lead.GetByLabel("Name")).ToBeFocusedAsync();
        await lead.GetByLabel("Name").FillAsync("answers-0");
        await lead.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Change Prompt ") }).ClickAsync();
        await lead.GetByLabel("Version", new() { Exact = true }).FillAsync("p2");
        await lead.GetByLabel("Content").FillAsync("Be brief.");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Create draft" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Alert)).ToContainTextAsync("A release 'answers-0' already exists.");
        await lead.GetByLabel("Name").FillAsync("answers-1");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Create draft" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Status).Filter(new() { HasText = "answers-1 is a draft." })).ToBeVisibleAsync();
        await Expect(Row(page, "answers-1")).ToContainTextAsync("draft");
    }

    [Fact]
    public async Task Settings_WithInvalidValues_ShowFieldErrors_AndAnApproverCanReadThem()
    {
        await using var stage = await ReleaseFixture.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Lead);
        await page.GotoAsync(Journey.At(stage.App, "/releases/support.chat/settings?tenant=acme"));
        await Expect(page.GetByText("Off: it does not stop a candidate.")).ToHaveCountAsync(4);
        await page.GetByLabel("False alarm rate, %").FillAsync("70");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(page.GetByText("Enter 0.1 to 20 %.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("False alarm rate, %")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByLabel("False alarm rate, %").FillAsync("1");
        await page.GetByLabel("Maximum increase of errors, pp").FillAsync("");
        await Expect(page.GetByText("Off: it does not stop a candidate.")).ToHaveCountAsync(5);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved." })).ToBeVisibleAsync();

        await using var approverContext = await browser.OpenAsync();
        var approver = await Journey.SignInAsync(stage.App, approverContext, Role.Approver);
        await approver.GotoAsync(Journey.At(stage.App, "/releases/support.chat/settings?tenant=acme"));
        await Expect(approver.GetByLabel("False alarm rate, %")).ToHaveValueAsync("1");
        await Expect(approver.GetByLabel("False alarm rate, %")).ToBeDisabledAsync();
        await Expect(approver.GetByRole(AriaRole.Button, new() { Name = "Save settings" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task ReleasePages_CheckedByAxe_HaveNoViolation()
    {
        await using var stage = await ReleaseFixture.WithReadyAsync();
        await stage.DraftAsync("answers-3");
        var id = (await stage.ReleaseAsync("answers-2")).Id;
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Admin);
        var wrong = new List<string>();
        foreach (
            var path in new[]
            {
                "/",
                "/releases",
                ReleaseFixture.Page,
                $"/releases/support.chat/{id}?tenant=acme",
                "/releases/support.chat/settings?tenant=acme",
            }
        )
        {
            await Accessibility.OpenAsync(page, stage.App, path);
            wrong.AddRange(await Accessibility.ViolationsAsync(page, path));
            if (path != ReleaseFixture.Page)
                continue;
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Gates:") }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Create release" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Add component" }).ClickAsync();
            wrong.AddRange(await Accessibility.ViolationsAsync(page, "the list, opened"));
            foreach (var name in new[] { "Promote answers-2", "Promote anyway… answers-3", "Change share… answers-2", "Reject… answers-3" })
            {
                await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
                await page.GetByRole(AriaRole.Dialog).WaitForAsync();
                wrong.AddRange(await Accessibility.ViolationsAsync(page, name));
                await page.Keyboard.PressAsync("Escape");
                await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
            }
        }

        Assert.Empty(wrong);
    }

    private static ILocator Row(IPage page, string name) =>
        page.Locator("tbody tr", new() { Has = page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });
}
