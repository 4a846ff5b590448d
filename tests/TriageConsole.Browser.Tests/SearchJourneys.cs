using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>The search of the app bar, by keyboard alone.</summary>
public sealed class SearchJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_PressesCtrlK_AndOpensAWorkflowAPageAndAnInteraction()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Control+k");
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Search" });
        // A dialog that is closing is no longer a role, and still there.
        var dialog = page.Locator(".search-field");
        await Expect(field).ToBeFocusedAsync();
        var options = page.GetByRole(AriaRole.Option);
        await page.Keyboard.TypeAsync("interac");
        await Expect(options).ToHaveCountAsync(2);
        await Expect(options.First).ToContainTextAsync("Interactions");
        await Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(options.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Journey.At(app, "/interactions"));
        // A page that is opened closes all dialogs. The next one is opened on the new page.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Interactions", Level = 1 })).ToBeVisibleAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        // Enter right after typing opens what was typed, not what was found before.
        await page.Keyboard.PressAsync("Control+k");
        await Expect(field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("t1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Journey.At(app, "/interactions/t1?tenant=acme"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Conversation" })).ToBeVisibleAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("Control+k");
        await Expect(field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("nothing like this");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);

        await page.PressEscapeWhenADialogAppearsAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-pressed", "yes");
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Empty(complaints);
    }
}
