using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>The page of privacy events.</summary>
public sealed class PrivacyJourney(Browser browser)
{
    [Fact]
    public async Task Admin_FindsTheEventsOfAnEndUser_AndTheirFile()
    {
        await using var app = await TestApp.StartAsync();
        await app.EnsureTenantAsync("acme");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        foreach (var user in new[] { "u1", "u2" })
            using (
                var answer = await client.PostAsJsonAsync(
                    new Uri("/api/v1/consent", UriKind.Relative),
                    new { user_id = user, withdrawn = true }
                )
            )
                answer.EnsureSuccessStatusCode();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/admin/privacy"));
        await Expect(page.GetByText("1–2 of 2 events")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody")).ToContainTextAsync("Consent withdrawn");

        await page.GetByLabel("End user (user id)").FillAsync("u2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find events" }).ClickAsync();
        await Expect(page.GetByText("1–1 of 1 event", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("user=u2"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }))
            .ToHaveAttributeAsync("href", new Regex("exports/privacy\\?user=u2"));
        await page.GetByLabel("Person (part of the name)").FillAsync("nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find events" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No results" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear all filters" }).ClickAsync();
        await Expect(page.GetByText("1–2 of 2 events")).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }
}
