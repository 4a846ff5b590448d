using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TriageConsole.Cli;
using TriageConsole.Features.Demo;
using TriageConsole.Jobs;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Walks docs/tutorial.md, from the links that the start prints.</summary>
public sealed partial class TutorialJourney(Browser browser)
{
    [Fact]
    public async Task Newcomer_LabelsTenItems_FindsThePlantedFailure_PromotesAReleaseAndRollsItBack()
    {
        await using var app = await TestApp.StartAsync();
        await ActivatorUtilities.CreateInstance<DemoSeeder>(app.Services).SeedAsync(null, default);
        await using var db = app.Database.CreateContext();
        // The simulated traffic starts now, without the hours before.
        var (tenant, slot) = (await db.Tenants.Select(t => t.Id).SingleAsync(), SimulatedTraffic.SlotOf(TimeProvider.System.GetUtcNow()));
        await app.Get<JobMarks>().SetAsync(TrafficSimulator.Job, tenant, $"{slot - 3}", default);
        var lines = await ActivatorUtilities
            .CreateInstance<SignInGuide>(app.Services)
            .DescribeAsync(app.Address.ToString().TrimEnd('/'), default);

        // 1. Lena labels ten items.
        await using var lena = await browser.OpenAsync();
        var page = await OpenAsync(lena, lines, "Lena");
        await page.GetByRole(AriaRole.Link, new() { Name = "Start labeling Customer support" }).ClickAsync();
        for (var n = 1; n <= 10; n++)
        {
            await Expect(page.Locator(".pane:not([data-done])").First).ToContainTextAsync("Was the customer's need met?");
            await page.Keyboard.PressAsync("1");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".label-head")).ToContainTextAsync($"{n} today");
        }

        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");

        // 2. Mira finds the planted failure, and an interaction with it.
        await using var mira = await browser.OpenAsync();
        page = await OpenAsync(mira, lines, "Mira");
        await Expect(page.GetByText("Simulated traffic is on")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Patterns", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Patterns");
        await page.Locator("#content").GetByRole(AriaRole.Link, new() { Name = "Customer support" }).First.ClickAsync();
        var first = page.Locator("tbody tr").Filter(new() { HasText = "support-v3" }).First;
        await Expect(first).ToContainTextAsync("country = DE");
        await Expect(first).ToContainTextAsync("intent = refund");
        await first.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Suggested action" })).ToContainTextAsync("Fix the prompt");
        await page.Locator("section[aria-labelledby=failures] a.row-link").First.ClickAsync();
        await Expect(page.Locator("#content")).ToContainTextAsync("return_window_days");

        // 3. Arno promotes the candidate of the handbook assistant and rolls it back.
        await using var arno = await browser.OpenAsync();
        page = await OpenAsync(arno, lines, "Arno");
        await page.GetByRole(AriaRole.Link, new() { Name = "Releases", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Releases");
        await page.Locator("#content").GetByRole(AriaRole.Link, new() { Name = "Handbook answers" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Promote answers-43" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Promote answers-43" }).ClickAsync();
        await Expect(page.Locator("tr.live")).ToContainTextAsync("answers-43");
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back answers-43" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Roll back") }).ClickAsync();
        await Expect(page.Locator("tr.live")).ToContainTextAsync("answers-42");

        // 4. Ada stops the simulated traffic.
        await using var ada = await browser.OpenAsync();
        page = await OpenAsync(ada, lines, "Ada");
        await page.GetByRole(AriaRole.Link, new() { Name = "Tenants" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop simulated traffic of Demo" }).ClickAsync();
        await Expect(page.GetByText("Simulated traffic of Demo is off.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Simulated traffic is on")).ToHaveCountAsync(0);
        Assert.Equal(
            10,
            await db.Labels.CountAsync(l => l.IsCurrent && db.Labelers.Any(b => b.Id == l.LabelerId && b.Name == "Lena Labeler"))
        );
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, IReadOnlyList<string> lines, string person)
    {
        var link = Address().Match(lines.Single(l => l.TrimStart().StartsWith(person, StringComparison.Ordinal))).Value;
        var page = await context.NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync($"Hello, {person}");
        return page;
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
