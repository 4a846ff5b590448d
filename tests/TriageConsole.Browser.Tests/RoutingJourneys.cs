using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>An application requests routes and reports outcomes while an approver moves a release from draft to live and back.</summary>
public sealed class RoutingJourneys(Browser browser)
{
    [Fact]
    public async Task Approver_MovesAReleaseFromDraftToLiveAndBack_AndTheTrafficFollows()
    {
        await using var app = await TestApp.StartAsync();
        var workflow = await app.AddWorkflowAsync("acme", "support.chat");
        await MakeReleasesAsync(app, workflow.TenantId, workflow.Id);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Approver);
        await using var client = SampleApp.Start(
            app,
            await app.CreateApiKeyAsync("acme", ApiScopes.Ingest),
            "support.chat",
            "r1=0.5",
            "r2=0.95"
        );
        // No release is live: the application gets no route, and the first promotion needs a reason.
        Assert.All(await client.NextAsync(3), served => Assert.Equal("none", served));
        await page.GotoAsync(Journey.At(app, "/releases/support.chat"));
        await PromoteAnywayAsync(page, "r1", "the first release");
        await client.WaitAsync(() => client.Asked > 0 && client.Since(client.Asked - 1)[0] == "r1");
        Assert.All(await client.NextAsync(20), served => Assert.Equal("r1", served));

        // A canary: both releases serve about half of the units, and each outcome is reported for the release that served the unit.
        await page.GetByRole(AriaRole.Button, new() { Name = "Start experiment… r2" }).ClickAsync();
        await page.GetByLabel("Canary", new() { Exact = false }).CheckAsync();
        await page.GetByLabel("Share of r2, %").FillAsync("50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start canary" }).ClickAsync();
        await Expect(page.GetByText("50 % of the units get the candidate", new() { Exact = false }).First).ToBeVisibleAsync();
        var shared = await client.NextAsync(200);
        Assert.InRange(shared.Count(s => s == "r2"), 60, 140);

        // Its gates pass without interaction on this open page. Then it goes live with one click and one confirmation.
        var promote = page.GetByRole(AriaRole.Button, new() { Name = "Promote r2", Exact = true });
        await Expect(promote).ToBeEnabledAsync(new() { Timeout = 90_000 });
        await promote.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Promote r2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "r2 is live in place of r1" })).ToBeVisibleAsync();
        await FollowsAsync(client, "r2");

        // Roll back.
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back r2" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Roll back to r1" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "r1 is live again" })).ToBeVisibleAsync();
        await FollowsAsync(client, "r1");
        await using var db = app.Database.CreateContext();
        Assert.True(await db.Interactions.AnyAsync(i => i.Release == "r2" && i.Propensity == 0.5));
    }

    /// <summary>
    /// Waits until the release serves units, and checks that it serves all units from then on. A single unit is no sign of it: a canary
    /// serves half of them.
    /// </summary>
    private static async Task FollowsAsync(SampleApp client, string release)
    {
        await client.WaitAsync(() => client.Since(client.Asked - 10) is { Count: >= 10 } last && last.All(s => s == release));
        Assert.All(await client.NextAsync(30), served => Assert.Equal(release, served));
    }

    private static async Task PromoteAnywayAsync(IPage page, string release, string because)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Promote anyway… {release}" }).ClickAsync();
        await page.GetByLabel("Reason for the override").FillAsync(because);
        await page.GetByRole(AriaRole.Button, new() { Name = "Promote anyway", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"{release} is live" })).ToBeVisibleAsync();
    }

    private static async Task MakeReleasesAsync(TestApp app, long tenantId, long workflowId)
    {
        await using (var db = app.Database.CreateContext())
        {
            await db.Workflows.Where(w => w.Id == workflowId).ExecuteUpdateAsync(s => s.SetProperty(w => w.OutcomeMetric, "resolved"));
            db.ReleasePolicies.Add(
                new Data.Releases.ReleasePolicy
                {
                    WorkflowId = workflowId,
                    TenantId = tenantId,
                    NeedsEvaluation = false,
                    SafetyMargin = null,
                    EscalationMargin = null,
                    LatencyMargin = null,
                    CostMargin = null,
                    ErrorMargin = 0.2,
                    RowVersion = 1,
                }
            );
            await db.SaveChangesAsync();
        }

        foreach (var name in new[] { "r1", "r2" })
        {
            var made = await app.Get<ReleaseWriter>()
                .CreateAsync(
                    Actor.CommandLine,
                    tenantId,
                    workflowId,
                    new NewRelease(name, "", null, [new ComponentRegistration("prompt", "system", name, $"Be {name}.")])
                );
            Assert.True(made.Ok, made.Message);
        }
    }
}
