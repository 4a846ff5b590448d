using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class WideTableJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_ChoosesColumns_Filters_AndSchedulesAnExport()
    {
        var folder = Directory.CreateTempSubdirectory("exports-");
        await using var app = await TestApp.StartAsync(b => b.Configuration["Exports:Folder"] = folder.FullName);
        await Journey.SendAsync(app, 3, workflow: "support.chat");
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/wide/support.chat"));
        var table = page.GetByRole(AriaRole.Table, new() { Name = "Wide table" });
        await Expect(table.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await Expect(table.GetByRole(AriaRole.Columnheader, new() { Name = "Needs review" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose columns" }).ClickAsync();
        await page.GetByText("Needs review", new() { Exact = true }).Last.ClickAsync();
        await Expect(table.GetByRole(AriaRole.Columnheader, new() { Name = "Needs review" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.Contains("needs_review", page.Url, StringComparison.Ordinal);

        await page.GetByLabel("Segment").FillAsync("no such segment");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter table" }).ClickAsync();
        await Expect(page.GetByText("No interaction of this workflow matches the filters.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(table.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);

        await page.GetByRole(AriaRole.Button, new() { Name = "Schedule export" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Schedule export" }).ClickAsync();
        await Expect(page.GetByText("Daily Parquet of 7 days")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(page, "Wide table"));

        await page.GotoAsync(Journey.At(app, "/health?workflow=support.chat"));
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Fields over time" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Unmatched signals" })).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(page, "Data health"));
        Assert.Empty(complaints);
        folder.Delete(recursive: true);
    }
}
