using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>A labeler asks a lead in a comment, by keyboard, and reads the answer after the own label.</summary>
public sealed class CommentJourney(Browser browser)
{
    [Fact]
    public async Task Mention_ByKeyboard_ReachesTheLead_WhoseCommentIsHiddenUntilTheLabel()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var leading = await browser.OpenAsync();
        await using var labeling = await browser.OpenAsync();
        var lead = await Journey.SignInAsync(app, leading, Role.Lead);
        await using var db = app.Database.CreateContext();
        var name = await db.Users.OrderByDescending(u => u.Id).Select(u => u.DisplayName).FirstAsync();
        var labeler = await Journey.SignInAsync(app, labeling, Role.Labeler);
        var complaints = Journey.Complaints(labeler);
        await labeler.GotoAsync(Journey.At(app, "/label/support.chat"));
        await Expect(labeler.Locator(".pane:not([data-done]) .criterion").First).ToBeVisibleAsync();
        await labeler.Keyboard.PressAsync("c");
        var dialog = labeler.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("hidden until you submit your label");
        var field = dialog.GetByLabel("Comment", new() { Exact = true });
        await field.FocusAsync();
        // Letters and digits are text here, and not the keys of the page.
        await labeler.Keyboard.TypeAsync("1 s? @pers");
        await Expect(dialog.GetByRole(AriaRole.Option, new() { Name = name })).ToHaveAttributeAsync("aria-selected", "true");
        await labeler.Keyboard.PressAsync("Escape");
        await Expect(dialog.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
        await labeler.Keyboard.TypeAsync("o");
        await labeler.Keyboard.PressAsync("ArrowDown");
        await labeler.Keyboard.PressAsync("Enter");
        await labeler.Keyboard.TypeAsync("is <b>this</b> a refund?");
        Assert.Equal($"1 s? @{name} is <b>this</b> a refund?", await field.InputValueAsync());
        await labeler.Keyboard.PressAsync("Control+Enter");
        await Expect(dialog.Locator("li .prose-pre")).ToHaveTextAsync($"1 s? @{name} is <b>this</b> a refund?");

        await lead.ReloadAsync();
        await lead.GetByRole(AriaRole.Link, new() { NameRegex = new("mentioned you in a comment") }).First.ClickAsync();
        var comments = lead.Locator("#comments");
        await Expect(comments.Locator("b.at")).ToHaveTextAsync("@" + name);
        await comments.GetByLabel("Comment", new() { Exact = true }).FillAsync("The second date counts.");
        await comments.GetByRole(AriaRole.Button, new() { Name = "Add comment" }).ClickAsync();
        await Expect(comments.Locator("li")).ToHaveCountAsync(2);
        Assert.Empty(await Accessibility.ViolationsOfAsync(lead, app, [new Uri(lead.Url).PathAndQuery]));

        await labeler.Keyboard.PressAsync("Escape");
        await labeler.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await labeler.Keyboard.PressAsync("c");
        await Expect(dialog.Locator("#comments li")).ToHaveCountAsync(1);
        await labeler.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await labeler.Keyboard.PressAsync("1");
        await labeler.Keyboard.PressAsync("Enter");
        // The queue is too short to have the next item ready.
        await Expect(labeler.Locator(".pane:not([data-done])")).ToContainTextAsync("Case 1.");
        await labeler.Keyboard.PressAsync("c");
        await Expect(dialog).ToContainTextAsync("Last submitted item");
        await labeler.Keyboard.PressAsync("2");
        await Expect(dialog.Locator("#comments li")).ToHaveCountAsync(2);
        await Expect(dialog).ToContainTextAsync("The second date counts.");
        Assert.Empty(complaints);
    }

    /// <summary>What was typed before a script that was loaded over the circuit offered nobody.</summary>
    [Fact]
    public async Task Mention_InTheMomentTheFieldAppears_OffersPeople()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 1);
        await using var leading = await browser.OpenAsync();
        await using var labeling = await browser.OpenAsync();
        await Journey.SignInAsync(app, leading, Role.Lead);
        await using var db = app.Database.CreateContext();
        var name = await db.Users.OrderByDescending(u => u.Id).Select(u => u.DisplayName).FirstAsync();
        var labeler = await Journey.SignInAsync(app, labeling, Role.Labeler);
        await labeler.GotoAsync(Journey.At(app, "/label/support.chat"));
        await Expect(labeler.Locator(".pane:not([data-done]) .criterion").First).ToBeVisibleAsync();
        await labeler.EvaluateAsync(
            """
            () => new MutationObserver((_, observer) => {
              const field = document.querySelector('[data-people] textarea');
              if (!field) return;
              observer.disconnect();
              field.focus();
              field.value = '@pers';
              field.setSelectionRange(5, 5);
              field.dispatchEvent(new Event('input', { bubbles: true }));
            }).observe(document.body, { childList: true, subtree: true })
            """
        );
        await labeler.Keyboard.PressAsync("c");
        await Expect(labeler.GetByRole(AriaRole.Option, new() { Name = name })).ToHaveAttributeAsync("aria-selected", "true");
    }
}
