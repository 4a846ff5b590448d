using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Features.Datasets;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>What holds on every page, with data and without, in both themes.</summary>
public sealed class EveryPageTests(Browser browser)
{
    private static readonly string[] Paths =
    [
        "/",
        "/label/support.chat",
        "/label/empty.one",
        "/interactions",
        "/interactions/t0",
        "/interactions/t0?list=sort%3D-when&at=1",
        "/queues",
        "/queues/support.chat",
        "/flags/support.chat",
        "/flags/empty.one",
        "/my-labels",
        "/my-labels/999",
        "/my-flags",
        "/budget/support.chat",
        "/budget/empty.one",
        "/wide/support.chat",
        "/wide/empty.one",
        "/patterns",
        "/patterns/support.chat",
        "/patterns/empty.one",
        "/patterns/support.chat/999",
        "/datasets",
        "/datasets/1",
        "/datasets/999",
        "/retraining/support.chat",
        "/retraining/empty.one",
        "/retraining/support.chat/999",
        "/retrieval/support.chat",
        "/retrieval/empty.one",
        "/health",
        "/workflows",
        "/workflows/support.chat",
        "/rubrics/support.chat",
        "/agreement/support.chat",
        "/agreement/empty.one",
        "/judges/support.chat",
        "/judges/empty.one",
        "/disagreements/support.chat",
        "/disagreements/empty.one",
        "/golden/support.chat",
        "/golden/support.chat/t0",
        "/golden/support.chat/t1",
        "/calibrate/support.chat",
        "/outcomes",
        "/outcomes/support.chat",
        "/outcomes/empty.one",
        "/off-policy/support.chat",
        "/off-policy/empty.one",
        "/report",
        "/report/support.chat",
        "/report/empty.one",
        "/report/support.chat?week=never",
        "/releases",
        "/releases/support.chat",
        "/releases/empty.one",
        "/releases/support.chat/settings",
        "/releases/support.chat/999",
        "/admin/people",
        "/admin/keys",
        "/admin/tenants",
        "/admin/groups",
        "/admin/groups/999",
        "/admin/jobs",
        "/admin/redaction",
        "/admin/erasures",
        "/admin/privacy",
        "/admin/audit",
        "/account/sign-in",
        "/account/profile",
        "/account/password",
        "/account/two-factor",
        "/notices",
        "/evals",
        "/evals?workflow=empty.one",
        "/evaluators/support.chat",
        "/evaluators/empty.one",
        "/admin/endpoints",
    ];

    [Fact]
    public async Task EveryPage_KeepsTheContentPolicy_AndAxeFindsNoViolation()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/golden/support.chat/t0"));
        await page.GetByRole(AriaRole.Radio, new() { Name = "Yes, met" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create golden item" }).ClickAsync();
        await Expect(page.GetByText("The golden item is created", new() { Exact = false })).ToBeVisibleAsync();
        var violations = new List<string>();
        await VisitAllAsync(app, page, async path => violations.AddRange(await Accessibility.ViolationsAsync(page, path)));
        await page.SetViewportSizeAsync(390, 844);
        violations.AddRange(await Accessibility.ViolationsOfAsync(page, app, ["/label/support.chat"]));
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task Check_FindsAnImageWithoutText_AndPoorContrastInOneTheme()
    {
        await using var app = await TestApp.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await context.NewPageAsync();
        await Accessibility.OpenAsync(page, app, "/account/sign-in");
        await page.EvaluateAsync(
            "() => { const text = document.createElement('p'); text.textContent = 'Dark on dark'; text.style.color = "
                + "'light-dark(#000, #333)'; text.style.background = 'light-dark(#fff, #222)'; const image = "
                + "document.createElement('img'); document.querySelector('main').prepend(text, image); }"
        );
        Assert.Equal(
            ["Sign-in image-alt", "Sign-in, dark color-contrast"],
            (await Accessibility.ViolationsAsync(page, "Sign-in")).Select(v => v.Split(':')[0])
        );
    }

    [Fact]
    public async Task EveryPage_OnADarkPhone_KeepsTheContentPolicy()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync(ColorScheme.Dark, width: 390);
        await VisitAllAsync(app, await Journey.SignInAsync(app, context, Role.Admin), _ => Task.CompletedTask);
    }

    /// <summary>Opens each page. None may violate the content policy, have an error of a script or be wider than the window.</summary>
    private static async Task VisitAllAsync(TestApp app, IPage page, Func<string, Task> visit)
    {
        // Chromium reports a violation of the policy as an error on the console.
        var complaints = Journey.Complaints(page);
        var wide = new List<string>();
        foreach (var path in Paths)
        {
            await Accessibility.OpenAsync(page, app, path);
            var by = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (by > 0)
                wide.Add($"{path}: {by} px");
            await visit(path);
            Assert.True(complaints.Count == 0, $"{path}: {string.Join('\n', complaints)}");
        }

        Assert.True(wide.Count == 0, string.Join('\n', wide));
    }

    /// <summary>A workflow with labels, disagreements and interactions, and one without any data.</summary>
    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 5);
        await app.AddWorkflowAsync("acme", "empty.one");
        await Journey.DisputeAsync(app);
        await Journey.FlagAsync(app);
        await BuildDatasetAsync(app);
        return app;
    }

    /// <summary>A dataset of the interactions with labels, as if their users had consented.</summary>
    private static async Task BuildDatasetAsync(TestApp app)
    {
        await using (var db = app.Database.CreateContext())
            await db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.ConsentScope, "training"));
        var lead = new PersonAccess(0, "Mira", [new Grant(Role.Lead, await app.EnsureTenantAsync("acme"), null)]);
        var built = await app.Get<DatasetService>()
            .BuildAsync(lead, "acme", "support.chat", "refunds", """{"kind":"evaluation","min_certainty":0}""");
        Assert.True(built.Ok, built.Message);
    }
}
