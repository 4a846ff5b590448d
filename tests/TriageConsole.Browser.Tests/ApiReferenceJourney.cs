using Microsoft.Playwright;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>The API reference, whose page is not ours: it keeps the content policy, loads nothing from elsewhere, sends requests.</summary>
public sealed class ApiReferenceJourney(Browser browser)
{
    [Fact]
    public async Task Reader_FindsAnEndpoint_AndSendsItsExampleWithAKey()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 3);
        await using var context = await browser.OpenAsync();
        var page = await context.NewPageAsync();
        var complaints = Journey.Complaints(page);
        var foreign = new List<string>();
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(app.Address.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
                foreign.Add(request.Url);
        };
        await page.GotoAsync(Journey.At(app, "/api-reference/"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Triage Console", Level = 1 })).ToBeVisibleAsync();
        await page.GetByPlaceholder("Token").FillAsync(await app.CreateApiKeyAsync("acme", ApiScopes.Read));
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /api/v1/workflows)" }).ClickAsync();
        var send = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send get request", Exact = false });
        var answer = await page.RunAndWaitForResponseAsync(() => send.ClickAsync(), r => r.Url == Journey.At(app, "/api/v1/workflows"));
        Assert.Equal(200, answer.Status);
        await Expect(page.GetByRole(AriaRole.Dialog).GetByText("support.chat").First).ToBeVisibleAsync();
        Assert.Empty(complaints);
        Assert.Empty(foreign);
    }
}
