using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>A flag goes from the labeler to the lead, and the answer comes back.</summary>
public sealed class FlagJourneys(Browser browser)
{
    [Fact]
    public async Task Flag_WithTwoKeys_ReachesTheLead_WhoseReplyReachesTheLabeler()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var labeling = await browser.OpenAsync();
        await using var leading = await browser.OpenAsync();
        var labeler = await Journey.SignInAsync(app, labeling, Role.Labeler);
        await labeler.GotoAsync(Journey.At(app, "/label/support.chat"));
        await Expect(labeler.Locator(".pane:not([data-done]) .criterion").First).ToBeVisibleAsync();
        await labeler.Keyboard.PressAsync("f");
        await Expect(labeler.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Personal data");
        await labeler.Keyboard.PressAsync("1");
        await Expect(labeler.GetByText("Flagged for the lead: personal data.").First).ToBeVisibleAsync();

        var lead = await Journey.SignInAsync(app, leading, Role.Lead);
        await lead.GetByRole(AriaRole.Link, new() { Name = "1 flag of personal data" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "Personal data" })).ToBeVisibleAsync();
        await lead.GetByLabel("Message to the labeler").FillAsync("Which text do you mean?");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Send reply" }).ClickAsync();

        await labeler.GetByRole(AriaRole.Link, new() { Name = "1 new message about your flags" }).ClickAsync();
        await Expect(labeler.GetByText("Which text do you mean?")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsOfAsync(labeler, app, ["/my-flags"]));
        await labeler.GetByLabel("Message to the lead").FillAsync("The refund");
        await labeler.GetByRole(AriaRole.Button, new() { Name = "Send message to the lead" }).ClickAsync();

        await Expect(lead.GetByText("labeler answered")).ToBeVisibleAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Redact text" }).ClickAsync();
        await lead.GetByLabel("Text to redact").FillAsync("my refund");
        await lead.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Redact text" }).ClickAsync();
        await Expect(lead.GetByText("Where is █████████?").First).ToBeVisibleAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Resolve flag", Exact = true }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "No results" })).ToBeVisibleAsync();
        await using var db = app.Database.CreateContext();
        var flag = await db.Flags.SingleAsync();
        Assert.Equal((FlagState.Resolved, FlagAction.Redacted), (flag.State, flag.Action));
    }
}
