using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class RubricJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_WritesAndPublishesARubric_AndAnActiveLabelerGetsIt()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var labelerContext = await browser.OpenAsync();
        var labeler = await Journey.SignInAsync(app, labelerContext, Role.Labeler);
        await labeler.GotoAsync(Journey.At(app, "/label/support.chat"));
        await labeler.Locator(".criterion[data-active]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await labeler.Keyboard.PressAsync("1");
        await labeler.Keyboard.PressAsync("Enter");
        await Expect(labeler.Locator(".label-head")).ToContainTextAsync("1 today");
        await Expect(labeler.Locator(".label-head")).ToContainTextAsync("All saved");

        await using var leadContext = await browser.OpenAsync();
        var lead = await Journey.SignInAsync(app, leadContext, Role.Lead);
        var complaints = Journey.Complaints(lead);
        await lead.GotoAsync(Journey.At(app, "/workflows/support.chat"));
        await lead.GetByRole(AriaRole.Link, new() { Name = "Rubric", Exact = true }).ClickAsync();
        await Expect(lead.Locator(".page-head")).ToContainTextAsync("version 1 is current");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Add question" }).ClickAsync();
        var card = lead.Locator(".criterion-card").Last;
        await Expect(card.GetByLabel("Question", new() { Exact = true })).ToBeFocusedAsync();
        await card.GetByLabel("Question", new() { Exact = true }).FillAsync("How did it sound?");
        await card.GetByLabel("Answer", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "single choice" });
        await Expect(lead.Locator(".problems")).ToBeVisibleAsync();
        await card.GetByLabel("option 1", new() { Exact = true }).FillAsync("Friendly");
        await card.GetByLabel("option 2", new() { Exact = true }).FillAsync("Cold");
        await card.GetByLabel("Required").CheckAsync();
        await Expect(lead.GetByLabel("Preview: form of the labeler")).ToContainTextAsync("How did it sound?");
        await Expect(lead.Locator(".changes")).ToContainTextAsync("new: How did it sound?");
        await Expect(lead.Locator(".page-head")).ToContainTextAsync("Draft saved");

        // The draft is still there after a reload.
        await lead.ReloadAsync();
        await Expect(lead.Locator(".criterion-card").Last.GetByLabel("Question", new() { Exact = true }))
            .ToHaveValueAsync("How did it sound?");
        await lead.GetByLabel("Reason", new() { Exact = true }).FillAsync("tone matters");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Publish version 2" }).ClickAsync();
        await Expect(lead.GetByText("Version 2 is current.", new() { Exact = false })).ToBeVisibleAsync();
        await Expect(lead.GetByText("0 of 1 labeled again", new() { Exact = false })).ToBeVisibleAsync();

        await Expect(labeler.GetByText("The rubric has a new version", new() { Exact = false })).ToBeVisibleAsync();
        await labeler.Keyboard.PressAsync("1");
        await labeler.Keyboard.PressAsync("Enter");
        await Expect(labeler.Locator(".label-head")).ToContainTextAsync("2 today");
        var form = labeler.Locator(".pane:not([data-done])").First;
        await Expect(form).ToContainTextAsync("How did it sound?");
        await form.Locator(".criterion[data-active]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await labeler.Keyboard.PressAsync("1");
        await Expect(form.Locator(".criterion[data-answered]")).ToHaveCountAsync(1);
        await labeler.Keyboard.PressAsync("2");
        await Expect(form.Locator(".criterion[data-answered]")).ToHaveCountAsync(2);
        await labeler.Keyboard.PressAsync("Enter");
        await Expect(labeler.Locator(".label-head")).ToContainTextAsync("3 today");
        await Expect(labeler.Locator(".label-head")).ToContainTextAsync("All saved");
        await using var db = app.Database.CreateContext();
        Assert.Equal(1, await db.LabelAnswers.CountAsync(a => a.Value == "cold"));
        Assert.Equal(
            [2, 1],
            await db.RubricVersions.OrderBy(v => v.Number).Select(v => db.Labels.Count(l => l.RubricVersionId == v.Id)).ToListAsync()
        );
        Assert.Empty(complaints);
    }
}
