using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class AgreementJourneys(Browser browser)
{
    private const int Items = 12;

    [Fact]
    public async Task Team_LabelsDisagreesAdjudicatesAndAddsGolden_AndTheLeadSeesTheDeviatingLabeler()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app, labels: 3);
        await Journey.SendAsync(app, Items);
        await using var leadContext = await browser.OpenAsync();
        var lead = await Journey.SignInAsync(app, leadContext, Role.Lead);
        var complaints = Journey.Complaints(lead);
        await PublishAsync(app, lead, "What is right by policy is right.", "Publish version 1");

        // Two labelers answer correctly; one always says no.
        await LabelAsync(app, n => n % 2 == 0);
        await LabelAsync(app, n => n % 2 == 0);
        var alwaysNo = await LabelAsync(app, _ => false);

        await lead.GotoAsync(Journey.At(app, "/agreement/support.chat"));
        await Expect(lead.Locator(".questions tbody tr").First).ToContainTextAsync("Was the customer's need met?");
        var labelers = lead.GetByRole(AriaRole.Region, new() { Name = "Labelers", Exact = true });
        await Expect(labelers.Locator("tbody tr")).ToHaveCountAsync(3);
        await Expect(labelers.Locator("tbody tr").First).ToContainTextAsync(alwaysNo);
        // All three labelers agree on 6 of 12 items.
        await Expect(lead.Locator(".figures").First).ToContainTextAsync("0.67");
        await Expect(lead.GetByText("of the pairs. Define the difference", new() { Exact = false })).ToBeVisibleAsync();

        await lead.GetByRole(AriaRole.Link, new() { Name = "Disagreements" }).ClickAsync();
        await Expect(lead.Locator(".list tbody tr")).ToHaveCountAsync(6);
        for (var left = 5; left >= 3; left--)
        {
            await lead.GetByLabel("Cause").SelectOptionAsync("Slip");
            await lead.GetByLabel("Create a golden item").CheckAsync();
            // The second digit moves to the next question; Enter saves.
            await lead.Locator(".decision .criterion").First.FocusAsync();
            await lead.Keyboard.PressAsync("1");
            await Expect(lead.Locator(".decision input[type=radio][data-key='1']").First).ToBeCheckedAsync();
            await lead.Keyboard.PressAsync("Enter");
            await Expect(lead.Locator(".list tbody tr")).ToHaveCountAsync(left);
            await Expect(lead.GetByText("The golden item is created", new() { Exact = false })).ToBeVisibleAsync();
            await Expect(lead.GetByLabel("Cause")).ToHaveValueAsync("");
        }

        await lead.GetByRole(AriaRole.Link, new() { Name = "Golden set" }).ClickAsync();
        await Expect(lead.Locator(".page-head")).ToContainTextAsync("3 items");
        await lead.Locator("tbody .row-link").First.ClickAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter a reason for the change");
        await lead.GetByLabel("Reason for the change").FillAsync("looked at again");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        await Expect(lead.GetByText("Saved as version 2.")).ToBeVisibleAsync();

        await PublishAsync(app, lead, "Policy decides; promises do not count.", "Publish version 2");
        await Expect(lead.GetByText("labeled before are at the top of the queue", new() { Exact = false })).ToBeVisibleAsync();
        await lead.GotoAsync(Journey.At(app, "/golden/support.chat"));
        await Expect(lead.GetByText("outdated").First).ToBeVisibleAsync();
        await using var db = app.Database.CreateContext();
        Assert.Equal((3, 4), (await db.Adjudications.CountAsync(), await db.GoldenVersions.CountAsync()));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task NewLabeler_InTheCalibrationRound_SeesExpectedAnswersByKeyboard()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 2);
        await using var leadContext = await browser.OpenAsync();
        var lead = await Journey.SignInAsync(app, leadContext, Role.Lead);
        foreach (var trace in new[] { "t0", "t1" })
        {
            await lead.GotoAsync(Journey.At(app, $"/interactions/{trace}"));
            await lead.GetByRole(AriaRole.Link, new() { Name = "Create golden item", Exact = true }).ClickAsync();
            await lead.GetByRole(AriaRole.Radio, new() { Name = "Yes, met" }).CheckAsync();
            await lead.GetByRole(AriaRole.Button, new() { Name = "Create golden item" }).ClickAsync();
            await Expect(lead.GetByText("The golden item is created", new() { Exact = false })).ToBeVisibleAsync();
        }

        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GetByRole(AriaRole.Link, new() { Name = "My performance", Exact = false }).First.ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Yes, met" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "All answers as expected" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Next" }).First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "All answers as expected" })).ToBeHiddenAsync();
        await Expect(page.Locator(".page-head")).ToContainTextAsync("1 of 2 done");
        await page.GetByRole(AriaRole.Radio, new() { Name = "No", Exact = true }).CheckAsync();
        await page.Locator("select, .option input").Nth(2).CheckAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Expected answers" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Next" }).First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("The round is complete")).ToBeVisibleAsync();
    }

    /// <summary>Changes the instructions and publishes.</summary>
    private static async Task PublishAsync(TestApp app, IPage lead, string instructions, string button)
    {
        await lead.GotoAsync(Journey.At(app, "/rubrics/support.chat"));
        await lead.GetByRole(AriaRole.Textbox, new() { Name = "Guidelines" }).FillAsync(instructions);
        await lead.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(lead.GetByText("is current.", new() { Exact = false })).ToBeVisibleAsync();
    }

    /// <summary>Labels the whole queue by keyboard, in order. Returns the name of the labeler.</summary>
    private async Task<string> LabelAsync(TestApp app, Func<int, bool> met)
    {
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        var name = await page.Locator(".profile-name").TextContentAsync();
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        for (var n = 0; n < Items; n++)
        {
            await page.Locator(".pane:not([data-done]) .criterion[data-active]")
                .First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await page.Keyboard.PressAsync(met(n) ? "1" : "2");
            if (!met(n))
            {
                await page.Locator(".pane:not([data-done]) .criterion[data-criterion=error_type][data-active]")
                    .First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
                await page.Keyboard.PressAsync("1");
            }

            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".label-head")).ToContainTextAsync($"{n + 1} today");
        }

        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        return name!;
    }
}
