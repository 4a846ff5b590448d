using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Shell;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Pages of hidden tabs are paused, so that the server frees their memory. The visibility of a tab is simulated.</summary>
public sealed class HiddenTabTests(Browser browser)
{
    [Fact]
    public async Task HiddenPage_IsPaused_AndWorksAgainAtItsAddress_ButNotWithTypedInput()
    {
        await using var app = await TestApp.StartAsync(b => b.Services.Configure<PageOptions>(o => o.PauseHiddenAfterSeconds = 0.05));
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        await context.AddInitScriptAsync(
            """
            window.isHidden = false;
            Object.defineProperty(document, "hidden", { get: () => window.isHidden });
            window.hide = hidden => { window.isHidden = hidden; document.dispatchEvent(new Event("visibilitychange")); };
            """
        );
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/interactions?sort=-when"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Case 1" })).ToBeVisibleAsync();
        var notice = page.Locator("#components-reconnect-modal");

        await page.EvaluateAsync("() => hide(true)");
        await Expect(notice).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("components-reconnect-paused"));
        await page.EvaluateAsync("() => hide(false)");
        await Expect(notice).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("components-reconnect-paused"));
        await Expect(page).ToHaveURLAsync(Journey.At(app, "/interactions?sort=-when"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Case 1" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("t1");

        // What was typed is not in the address yet.
        await page.GotoAsync(Journey.At(app, "/interactions"));
        var words = page.GetByLabel("Words in input or output");
        await words.FillAsync("refund");
        await page.EvaluateAsync("() => hide(true)");
        // Timers of a page fire in their order: that of the pause is before this one.
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 150))");
        await Expect(notice).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("components-reconnect-paused"));
        await page.EvaluateAsync("() => hide(false)");
        await Expect(words).ToHaveValueAsync("refund");
        Assert.Empty(complaints);
    }
}
