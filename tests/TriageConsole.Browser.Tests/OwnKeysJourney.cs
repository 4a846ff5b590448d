using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>A labeler chooses own letters in the profile.</summary>
public sealed class OwnKeysJourney(Browser browser)
{
    [Fact]
    public async Task Labeler_WithOwnLetters_UsesThemInsteadOfTheStandard()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/account/profile"));
        await page.GetByLabel("Skip").FillAsync("x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save keys" }).ClickAsync();
        await Expect(page.GetByText("Open labeling pages use the keys")).ToBeVisibleAsync();
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        await Expect(page.Locator(".label-tools")).ToContainTextAsync("Skip X");
        await Expect(page.Locator(".pane:not([data-done])").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("s");
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Keyboard shortcuts");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Reason for skipping");
        Assert.Empty(complaints);
    }
}
