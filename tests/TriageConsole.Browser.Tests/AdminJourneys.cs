using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class AdminJourneys(Browser browser)
{
    [Fact]
    public async Task QueueCounts_WhenEventsArrive_ChangeWithoutReload()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler, Role.Lead);
        await Expect(page.Locator(".tile .figure").First).ToHaveTextAsync("3");
        await Journey.SendAsync(app, 4, from: 100);
        await Expect(page.Locator(".tile .figure").First).ToHaveTextAsync("7");
    }

    [Fact]
    public async Task QueueCounts_WhenAnotherInstanceReceivesEvents_ChangeWithoutReload()
    {
        await using var app = await TestApp.StartAsync();
        await using var sibling = await app.StartSiblingAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Labeler, Role.Lead);
        await Expect(page.Locator(".tile .figure").First).ToHaveTextAsync("3");
        await Journey.SendAsync(sibling, 4, from: 100);
        await Expect(page.Locator(".tile .figure").First).ToHaveTextAsync("7");
    }

    [Fact]
    public async Task Lead_InTheQueue_ReadsReasonsOpensAnItemAndRequestsALabel()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 5);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/queues/support.chat"));
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("outcome resolved failed");
        // The keys work once the first row can get the focus.
        await page.WaitForConditionAsync(async () =>
        {
            await page.Keyboard.PressAsync("k");
            return await page.EvaluateAsync<bool>("document.activeElement.matches('tbody tr:first-child a')");
        });
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/interactions/t1"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to queue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("top of the queue");
        await page.GotoAsync(Journey.At(app, "/queues/support.chat"));
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("Requested by");
    }

    [Fact]
    public async Task Admin_CreatesAKey_ItWorksUntilItIsRevoked()
    {
        await using var app = await TestApp.StartAsync();
        await app.EnsureTenantAsync("acme");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/admin/keys"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await page.GetByLabel("Tenant").FillAsync("acme");
        await page.GetByLabel("Name").FillAsync("pipeline");
        await page.GetByLabel("ingest").CheckAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var client = app.CreateApiClient(await page.Locator(".secret input").InputValueAsync());
        using (
            var sent = await client.PostAsync(
                new Uri("/api/v1/events", UriKind.Relative),
                new StringContent("""{"trace_id":"1","task_type":"s","task_id":"k","model_version":"v"}""")
            )
        )
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke pipeline" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("revoked");
        using var refused = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), new StringContent("{}"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task InvitedLabeler_ChoosesAPassword_LabelsAndLosesTheRoleImmediately()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 3);
        await using var adminContext = await browser.OpenAsync();
        var admin = await Journey.SignInAsync(app, adminContext, Role.Admin);
        await admin.GotoAsync(Journey.At(app, "/admin/people"));
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite person" }).ClickAsync();
        await admin.GetByLabel("Email").FillAsync("ana@example.org");
        await admin.GetByLabel("Name").FillAsync("Ana");
        await Expect(admin.GetByLabel("Where", new() { Exact = true })).ToHaveValueAsync("acme: all workflows");
        await admin.GetByRole(AriaRole.Checkbox, new() { Name = "labeler" }).CheckAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        var link = await admin.Locator(".secret input").InputValueAsync();

        await using var anaContext = await browser.OpenAsync();
        var ana = await anaContext.NewPageAsync();
        await ana.GotoAsync(link);
        await ana.GetByLabel("Choose a password").FillAsync("correct horse battery");
        await ana.GetByLabel("The password again").FillAsync("correct horse battery");
        await ana.GetByRole(AriaRole.Button, new() { Name = "Save and sign in" }).ClickAsync();
        await ana.GetByRole(AriaRole.Link, new() { Name = "Start labeling support.chat" }).ClickAsync();
        await Expect(ana.Locator("body")).ToContainTextAsync("Was the customer's need met?");
        Assert.Equal(0, await ana.GetByRole(AriaRole.Link, new() { Name = "People" }).CountAsync());

        await admin.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "from Ana" }).ClickAsync();
        // Nothing happens until the admin confirms.
        await using (var db = app.Database.CreateContext())
            Assert.True(await db.RoleGrants.AnyAsync(g => g.User!.Email == "ana@example.org"));
        await admin.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove role" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "from Ana" })).ToHaveCountAsync(0);
        // She has signed in, so she is active, and she stays on the list without a role.
        var row = admin.Locator("tbody tr").Filter(new() { HasText = "ana@example.org" });
        await Expect(row).ToContainTextAsync("active");
        await Expect(row).ToContainTextAsync("No role");
        await Expect(row).ToContainTextAsync("removed by");
        await ana.ReloadAsync();
        await Expect(ana.GetByRole(AriaRole.Heading, new() { Level = 1 }).First).ToHaveTextAsync("No access");
    }

    [Fact]
    public async Task Lead_OfAnUnconfiguredWorkflow_ConfiguresIt()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 3, workflow: "claims.triage");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        await page.GotoAsync(Journey.At(app, "/workflows"));
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("not configured");
        await page.GetByRole(AriaRole.Link, new() { Name = "claims.triage" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use metric resolved" }).ClickAsync();
        await Expect(page.GetByLabel("Outcome metric")).ToHaveValueAsync("resolved");
        await page.GetByLabel("Review threshold (suspicion score)").FillAsync("1.4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and mark as configured" }).ClickAsync();
        await Expect(page.GetByText("Between 0 and 1.")).ToBeVisibleAsync();
        await page.GetByLabel("Review threshold (suspicion score)").FillAsync("0.4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and mark as configured" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();
        await page.GotoAsync(Journey.At(app, "/workflows"));
        await Expect(page.Locator("tbody tr").First).Not.ToContainTextAsync("not configured");
    }
}
