using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Features.Rubrics;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Questions about each message: the form follows the marked message.</summary>
public sealed class TurnLabelingJourneys(Browser browser)
{
    private const string Rubric = """
        {"title":"How did it go?","criteria":[
          {"key":"satisfaction","kind":"ordinal","label":"Satisfied?","min":1,"max":5,"required":true,"scope":"turn"},
          {"key":"overall","kind":"yes_no","label":"Helped?","required":true}]}
        """;

    private static string Event(int n) =>
        $$"""
            {"trace_id":"t{{n}}","task_type":"support.chat","task_id":"k{{n}}","model_version":"v1","input":"first","output":"third",
             "outcome_metric_name":"resolved","outcome_metric_value":0,"messages":[{"role":"user","content":"first"},
             {"role":"tool","content":"looked up"},{"role":"user","content":"second"},{"role":"assistant","content":"third"}]}
            """.ReplaceLineEndings("");

    private static ILocator Active(IPage page) => page.Locator(".pane:not([data-done])").First;

    private static ILocator Now(IPage page) => Active(page).Locator("[data-turn-now]");

    [Fact]
    public async Task Labeler_ByKeyboard_AnswersEachMessageAndTheUndoKeepsAll()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await using (var db = app.Database.CreateContext())
            Assert.True(
                (await app.Get<RubricService>().ImportAsync(await db.Workflows.Select(w => w.Id).SingleAsync(), Rubric, "test", "")).Ok
            );
        await Journey.SendLinesAsync(app, [Event(1), Event(2)]);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));

        // Messages of tools are not asked. The questions of one message are on screen.
        await Expect(Now(page)).ToHaveTextAsync("Message 1, User (1 of 3)");
        var questions = Active(page).Locator(".criterion:visible");
        await Expect(questions).ToHaveCountAsync(2);
        await Expect(Active(page).Locator(".reading [data-marked]")).ToContainTextAsync("first");

        await page.Keyboard.PressAsync("3");
        await Expect(Now(page)).ToHaveTextAsync("Message 3, User (2 of 3)");
        await page.Keyboard.PressAsync("j");
        await Expect(Now(page)).ToHaveTextAsync("Message 4, Response to judge (3 of 3)");
        await page.Keyboard.PressAsync("5");
        await page.Keyboard.PressAsync("1");
        // One message has no answer: the form goes back to it.
        await page.Keyboard.PressAsync("Enter");
        await Expect(Active(page).GetByRole(AriaRole.Alert)).ToContainTextAsync("“Satisfied? (message 3)” needs an answer.");
        await Expect(Now(page)).ToHaveTextAsync("Message 3, User (2 of 3)");
        await page.Keyboard.PressAsync("k");
        await Expect(Now(page)).ToHaveTextAsync("Message 1, User (1 of 3)");
        await Active(page).Locator(".reading").GetByText("second").ClickAsync();
        await Expect(Now(page)).ToHaveTextAsync("Message 3, User (2 of 3)");
        await page.Keyboard.PressAsync("2");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("1 today");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        await AssertAnswersAsync(app);

        await page.Keyboard.PressAsync("u");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("0 today");
        await Expect(Active(page).Locator("input:checked")).ToHaveCountAsync(4);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("1 today");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        await AssertAnswersAsync(app);
        Assert.Empty(complaints);
    }

    private static async Task AssertAnswersAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        var answers = await db
            .Labels.Where(l => l.IsCurrent)
            .OrderBy(l => l.Turn)
            .Select(l => new { l.Turn, l.Answers.Single().Value })
            .ToListAsync();
        Assert.Equal([(0, "yes"), (1, "3"), (3, "2"), (4, "5")], answers.Select(a => (a.Turn, a.Value)));
    }
}
