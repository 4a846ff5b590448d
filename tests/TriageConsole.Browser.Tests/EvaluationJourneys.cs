using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class EvaluationJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_ByKeyboard_ReadsARun_WithTheWorstRegressionFirst()
    {
        await using var app = await TestApp.StartAsync();
        var run = await EvaluatedAsync(app);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/evals?workflow=support.chat&tenant=acme"));
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await NextAsync(page, 0);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex($"/evals/{run}$"));
        await Expect(page.Locator(".page-head .chip")).ToHaveTextAsync("finished");
        await Expect(page.Locator(".eval-figures")).ToContainTextAsync("Locked regressions");
        await Expect(page.Locator(".eval-figures div", new() { HasText = "Locked regressions" }).Locator(".figure")).ToHaveTextAsync("1");
        await NextAsync(page, 0);
        await Expect(page.Locator("a.row-link").First).ToContainTextAsync("Case 0");
        await page.Keyboard.PressAsync("Enter");
        var item = page.GetByRole(AriaRole.Region, new() { Name = "Item 1" });
        await Expect(item.Locator("del").Nth(1)).ToHaveTextAsync("is");
        await Expect(item.Locator("ins").Nth(1)).ToHaveTextAsync("was");
        await Expect(item.GetByRole(AriaRole.Row, new() { Name = "Similar words" })).ToContainTextAsync("fails");
        await item.GetByRole(AriaRole.Button, new() { Name = "Side by side" }).ClickAsync();
        await Expect(item.GetByRole(AriaRole.Heading, new() { Name = "Live v1" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "improvements" }).ClickAsync();
        await Expect(page.GetByText("No improvements: the candidate passes no item", new() { Exact = false })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Score again" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/evals/{run + 1}"));
        // The job processes the run, and the page updates.
        await Expect(page.Locator(".page-head .chip")).ToHaveTextAsync("finished");
        await Expect(page.Locator(".eval-figures div", new() { HasText = "Locked regressions" }).Locator(".figure")).ToHaveTextAsync("1");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Lead_WithoutEvaluators_StartsFromDefaults_SeesFieldErrors_TestsAndSaves()
    {
        await using var app = await TestApp.StartAsync();
        await PrepareAsync(app);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/evaluators/support.chat"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add default evaluators" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(4);
        await page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("regex");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add evaluator" }).ClickAsync();
        var regex = page.GetByRole(AriaRole.Article, new() { Name = "Regular expression" });
        await regex.GetByRole(AriaRole.Textbox, new() { Name = "Expression" }).FillAsync("(");
        await regex.GetByRole(AriaRole.Textbox, new() { Name = "Expression" }).PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save version" }).ClickAsync();
        await Expect(regex.GetByText("is not a valid regular expression")).ToBeVisibleAsync();
        await regex.GetByRole(AriaRole.Textbox, new() { Name = "Expression" }).FillAsync("way");
        await regex.GetByRole(AriaRole.Textbox, new() { Name = "Expression" }).PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run test" }).ClickAsync();
        await Expect(
                page.GetByRole(AriaRole.Region, new() { Name = "Test on a golden item" })
                    .GetByRole(AriaRole.Row, new() { Name = "Regular expression" })
            )
            .ToContainTextAsync("passes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save version" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Version 1 is now current" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "JSON" }).ClickAsync();
        await Expect(page.GetByLabel("Evaluators as JSON")).ToHaveValueAsync(new Regex("\"pattern\": \"way\""));
        await page.GetByLabel("Evaluators as JSON").FillAsync("""{"evaluators":[{"key":"x","kind":"pii","kinds":["passport"]}]}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save version" }).ClickAsync();
        await Expect(page.GetByText("evaluators[0].kinds: entry 1 is none of email, phone, card, iban")).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Admin_AddsAnEndpoint_AndItsKeyIsNeverShownAgain()
    {
        await using var app = await TestApp.StartAsync();
        await app.EnsureTenantAsync("acme");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/admin/endpoints"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add endpoint" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("main");
        await page.GetByLabel("Address").FillAsync("http://169.254.169.254/v1");
        await page.GetByLabel("Model", new() { Exact = true }).FillAsync("model-x");
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync("sk-very-secret-0123456789");
        await page.Locator("form").GetByRole(AriaRole.Button, new() { Name = "Add endpoint" }).ClickAsync();
        await Expect(page.GetByText("does not allow this host")).ToBeVisibleAsync();
        await page.GetByLabel("Address").FillAsync("https://models.example.org/v1");
        await page.Locator("form").GetByRole(AriaRole.Button, new() { Name = "Add endpoint" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("https://models.example.org/v1");
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("stored");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit main" }).ClickAsync();
        await Expect(page.GetByLabel("Key", new() { Exact = true })).ToHaveValueAsync("");
        await page.GetByLabel("Address").FillAsync("https://elsewhere.example.org/v1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save endpoint" }).ClickAsync();
        await Expect(page.GetByText("Enter the key again.")).ToBeVisibleAsync();
        Assert.DoesNotContain("sk-very-secret", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluationPages_CheckedByAxe_HaveNoViolation()
    {
        await using var app = await TestApp.StartAsync();
        var run = await EvaluatedAsync(app);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        string[] paths =
        [
            "/evals",
            "/evals?workflow=support.chat",
            "/evals?workflow=none",
            $"/evals/{run}",
            $"/evals/{run}?item=1",
            "/evals/99999",
            "/evaluators/support.chat",
            "/admin/endpoints",
        ];
        Assert.Empty(await Accessibility.ViolationsOfAsync(page, app, paths));
    }

    /// <summary>Presses J until the row with this index has the focus. Repeats until the page has attached its listener.</summary>
    private static async Task NextAsync(IPage page, int place)
    {
        var link = page.Locator("a.row-link").Nth(place);
        await page.WaitForConditionAsync(async () =>
        {
            await page.Keyboard.PressAsync(place == 0 ? "k" : "j");
            return await link.EvaluateAsync<bool>("link => link === document.activeElement");
        });
    }

    private static async Task<(WorkflowRef Workflow, PersonAccess Lead, long ReleaseId)> PrepareAsync(TestApp app)
    {
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 6);
        await using var db = app.Database.CreateContext();
        var workflow = await db
            .Workflows.Where(w => w.Key == "support.chat")
            .Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, true, null))
            .SingleAsync();
        var release = new Release
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Name = "support-2",
            Author = "test",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Releases.Add(release);
        await db.SaveChangesAsync();
        var (userId, _) = await app.CreatePersonAsync(new Grant(Role.Lead, workflow.TenantId, null));
        var lead = await app.Get<AccessService>().ForUserAsync(userId);
        var rubric = await app.Get<RubricService>().EnsureForWorkflowAsync(workflow.Id);
        foreach (var n in new[] { 0, 1 })
        {
            var interaction = await db.Interactions.Where(i => i.TraceId == $"t{n}").Select(i => i.Id).SingleAsync();
            var made = await app.Get<GoldenCreation>()
                .CreateAsync(
                    lead,
                    workflow,
                    interaction,
                    rubric,
                    new GoldenEdit(0, new Dictionary<string, string> { ["resolved"] = "yes" }, $"It is on its way, case {n}.", "")
                );
            Assert.True(made.Ok, made.Message);
        }

        return (workflow, lead, release.Id);
    }

    /// <summary>Creates a finished run with two golden items and two items of traffic. The first one is a regression.</summary>
    private static async Task<long> EvaluatedAsync(TestApp app)
    {
        var (workflow, lead, releaseId) = await PrepareAsync(app);
        Assert.True(
            (
                await app.Get<EvaluatorSetService>()
                    .SaveAsync(
                        lead,
                        workflow,
                        0,
                        """{"evaluators":[{"key":"same","kind":"similarity","least":0.9},{"key":"pii","kind":"pii"}]}"""
                    )
            ).Ok
        );
        var outputs = """
            {"trace_id":"t0","output":"It was lost, case 0. Nobody knows where."}
            {"trace_id":"t1","output":"It is on its way, case 1."}
            {"trace_id":"t2","output":"It is on its way, case 2."}
            {"trace_id":"t3","output":"Write to help@example.org."}
            """;
        var started = await app.Get<EvaluationService>()
            .StartAsync(lead, workflow, new EvalRequest(releaseId, EvalSource.File) { Outputs = outputs });
        Assert.True(started.Ok, started.Message);
        await Wait.UntilAsync(
            async () =>
            {
                await using var db = app.Database.CreateContext();
                return await db.EvalRuns.AnyAsync(r => r.Id == started.Value.RunId && r.State == EvalState.Finished);
            },
            "The end of the run"
        );
        return started.Value.RunId;
    }
}
