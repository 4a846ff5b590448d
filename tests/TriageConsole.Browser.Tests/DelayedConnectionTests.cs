using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Fast keys over a slow connection: the server draws earlier answers while later ones are on their way.</summary>
public sealed class DelayedConnectionTests(Browser browser)
{
    [Theory]
    [InlineData("121")]
    [InlineData("2121")]
    public async Task AnswersChangedFasterThanTheServerReplies_EndWithTheLast(string keys)
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 2);
        using var network = new NetworkProxy(app.Address) { Delay = TimeSpan.FromMilliseconds(120) };
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(new Uri(network.Address, "/label/support.chat").ToString());
        var form = page.Locator(".pane:not([data-done]) form");
        await Expect(form.Locator(".criterion").First).ToBeVisibleAsync();
        await Expect(form.Locator(".criterion:focus")).ToBeVisibleAsync();

        // In the browser in one go, so that no reply comes in between.
        await page.EvaluateAsync(
            """
            keys => {
              for (const key of keys)
                document.activeElement.dispatchEvent(
                  new KeyboardEvent('keydown', { key, code: 'Digit' + key, bubbles: true, cancelable: true }));
            }
            """,
            keys
        );
        await Expect(form.Locator("input[value=yes]")).ToBeCheckedAsync();
        await Expect(page.Locator(".pane:not([data-done]) form[data-ready]")).ToBeAttachedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Wait.UntilAsync(async () =>
        {
            await using var db = app.Database.CreateContext();
            return await db.Labels.AnyAsync(l => l.IsCurrent);
        });
        await using var stored = app.Database.CreateContext();
        Assert.Equal("yes", (await stored.LabelAnswers.SingleAsync(a => a.Criterion == "resolved")).Value);
    }
}
