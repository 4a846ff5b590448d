using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>One person with several windows, and several people with one queue.</summary>
public sealed class LabelingWindowJourneys(Browser browser)
{
    private static ILocator Active(IPage page) => page.Locator(".pane:not([data-done])").First;

    [Fact]
    public async Task SecondTab_ShowsThatTheItemIsOpenInTheOther_AndClaimsNothing()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 20);
        await using var context = await browser.OpenAsync();
        var first = await Journey.SignInAsync(app, context, Role.Labeler);
        await first.GotoAsync(Journey.At(app, "/label/support.chat"));
        var item = await CaseAsync(first);
        await Expect(first.Locator(".pane")).ToHaveCountAsync(3);
        await first.Keyboard.PressAsync("1");
        await Active(first).GetByLabel("Note").FillAsync("half a thought");

        var second = await context.NewPageAsync();
        await second.GotoAsync(Journey.At(app, "/label/support.chat"));
        await Expect(second.GetByRole(AriaRole.Heading, new() { Name = "Open in another window" })).ToBeVisibleAsync();
        await Expect(second.Locator(".pane")).ToHaveCountAsync(0);
        await using (var db = app.Database.CreateContext())
            Assert.Equal((3, 0), (await db.Assignments.CountAsync(a => a.State == AssignmentState.Leased), await db.Labels.CountAsync()));

        // The person continues in the second window: the draft moves with it, and the first window shows a message.
        await second.GetByRole(AriaRole.Button, new() { Name = "Continue here" }).ClickAsync();
        Assert.Equal(item, await CaseAsync(second));
        await Expect(Active(second).GetByLabel("Note")).ToHaveValueAsync("half a thought");
        await Expect(first.GetByRole(AriaRole.Heading, new() { Name = "Open in another window" })).ToBeVisibleAsync();
        await second.Keyboard.PressAsync("Control+Enter");
        await Expect(second.Locator(".label-head")).ToContainTextAsync("1 today");
        await Expect(second.Locator(".label-head")).ToContainTextAsync("All saved");
        await using (var db = app.Database.CreateContext())
            Assert.Equal(
                (1, 1, false),
                (await db.Labels.CountAsync(), await db.Labels.CountAsync(l => l.IsCurrent), await db.Labels.AnyAsync(l => l.IsExtra))
            );

        // After the second window is closed, the first continues automatically.
        await second.CloseAsync(new() { RunBeforeUnload = true });
        await Expect(first.GetByRole(AriaRole.Heading, new() { Name = "Open in another window" })).ToBeHiddenAsync();
        Assert.NotEqual(item, await CaseAsync(first));
    }

    [Fact]
    public async Task TabOnAnotherInstance_WithAReassignedItem_SeesAMessageAndSavesNoSecondLabel()
    {
        await using var app = await TestApp.StartAsync();
        await using var sibling = await app.StartSiblingAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var first = await Journey.SignInAsync(app, context, Role.Labeler);
        await first.GotoAsync(Journey.At(app, "/label/support.chat"));
        var item = await CaseAsync(first);
        var second = await context.NewPageAsync();
        await second.GotoAsync(Journey.At(sibling, "/label/support.chat"));
        Assert.Equal(item, await CaseAsync(second));

        await first.Keyboard.PressAsync("1");
        await first.Keyboard.PressAsync("Enter");
        await Expect(first.GetByText("open in another window of yours", new() { Exact = false })).ToBeVisibleAsync();
        await Expect(first.GetByText("has ended", new() { Exact = false })).ToHaveCountAsync(0);
        await Expect(first.GetByRole(AriaRole.Button, new() { Name = "Continue here" })).ToBeVisibleAsync();
        await using (var db = app.Database.CreateContext())
            Assert.Equal((0, 1), (await db.Labels.CountAsync(), await db.Assignments.CountAsync(a => a.State == AssignmentState.Leased)));
        await second.Keyboard.PressAsync("1");
        await second.Keyboard.PressAsync("Enter");
        await second.WaitForConditionAsync(async () =>
        {
            await using var db = app.Database.CreateContext();
            return await db.Labels.CountAsync(l => l.IsCurrent && !l.IsExtra) == 1;
        });
    }

    [Fact]
    public async Task TwoItems_TwoLabelers_GetOneEach()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 2);
        await using var one = await browser.OpenAsync();
        await using var two = await browser.OpenAsync();
        var ann = await Journey.SignInAsync(app, one, Role.Labeler);
        var bob = await Journey.SignInAsync(app, two, Role.Labeler);
        await ann.GotoAsync(Journey.At(app, "/label/support.chat"));
        var anns = await CaseAsync(ann);
        await bob.GotoAsync(Journey.At(app, "/label/support.chat"));
        Assert.NotEqual(anns, await CaseAsync(bob));
    }

    [Fact]
    public async Task PrefetchedItems_GoToOthers_WhenTheQueueIsEmpty()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 7);
        await using var one = await browser.OpenAsync();
        await using var two = await browser.OpenAsync();
        var ann = await Journey.SignInAsync(app, one, Role.Labeler);
        var bob = await Journey.SignInAsync(app, two, Role.Labeler);
        await ann.GotoAsync(Journey.At(app, "/label/support.chat"));
        await Expect(ann.Locator(".pane")).ToHaveCountAsync(3);
        var anns = await CaseAsync(ann);
        await bob.GotoAsync(Journey.At(app, "/label/support.chat"));
        var seen = new HashSet<string> { anns };
        for (var n = 0; n < 6; n++)
        {
            // The last two items were prefetched by Ann's window and are released.
            await Expect(Active(bob)).ToBeVisibleAsync();
            var before = await CaseAsync(bob);
            Assert.True(seen.Add(before));
            await bob.Keyboard.PressAsync("1");
            await bob.Keyboard.PressAsync("Enter");
            // Read immediately without waiting for a pane, because the queue can be empty.
            await bob.WaitForConditionAsync(async () =>
                (await bob.Locator(".pane:not([data-done])").AllInnerTextsAsync()).All(text => CaseIn(text) != before)
            );
        }

        Assert.Equal(anns, await CaseAsync(ann));
    }

    /// <summary>Returns the visible case number when the item is shown and the keys work.</summary>
    private static async Task<string> CaseAsync(IPage page)
    {
        await Active(page).Locator(".criterion[data-active]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return CaseIn(await Active(page).InnerTextAsync());
    }

    private static string CaseIn(string text) => System.Text.RegularExpressions.Regex.Match(text, @"Case \d+").Value;
}
