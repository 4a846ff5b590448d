using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class GroupJourneys(Browser browser)
{
    [Fact]
    public async Task Admin_CreatesAGroup_ItsMemberHasTheRole_AndLosesItOnAnOpenPage()
    {
        await using var app = await TestApp.StartAsync();
        await using var theirs = await browser.OpenAsync();
        var member = await Journey.SignInAsync(app, theirs, Role.Approver);
        await using var db = app.Database.CreateContext();
        var email = await db.AccountSessions.Select(s => s.User!.Email!).SingleAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/admin/groups"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create group" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("Reviewers");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create group" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Reviewers" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add role" }).ClickAsync();
        // The first role and the first place are selected.
        await Expect(page.GetByLabel("Where", new() { Exact = true })).ToHaveValueAsync("acme: all workflows");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add role" }).ClickAsync();
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("labeler · acme");
        await page.GetByLabel("Email of a person").FillAsync(email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add member" }).ClickAsync();
        await Expect(page.Locator("tbody tr").Nth(1)).ToContainTextAsync(email);

        await member.GotoAsync(Journey.At(app, "/my-labels"));
        await Expect(member.GetByRole(AriaRole.Heading, new() { Name = "Your labels" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Person" }).ClickAsync();
        // The person does nothing: the page ends by itself.
        await Expect(member.Locator("body")).ToContainTextAsync("Your session has ended");
        await member.GotoAsync(Journey.At(app, "/my-labels"));
        await Expect(member.GetByRole(AriaRole.Heading, new() { Name = "Your labels" })).ToHaveCountAsync(0);
        Assert.False(await db.RoleGrants.AnyAsync(g => g.Source == GrantSource.Group));
    }
}
