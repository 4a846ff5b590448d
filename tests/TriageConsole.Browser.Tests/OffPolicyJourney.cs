using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>An approver asks how other shares would have done, and takes them to the dialog of a canary.</summary>
public sealed class OffPolicyJourney(Browser browser)
{
    [Fact]
    public async Task Approver_EstimatesAPolicy_SeesWhyItIsRefused_AndProposesItAsACanary()
    {
        await using var stage = await ReleaseFixture.WithReadyAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(stage.App, context, Role.Approver);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(stage.App, ReleaseFixture.Page));
        await page.GetByRole(AriaRole.Link, new() { Name = "Policy estimate" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Policy estimate");
        var (first, second) = (page.GetByLabel("answers-1", new() { Exact = true }), page.GetByLabel("answers-2", new() { Exact = true }));
        await Expect(first).ToHaveValueAsync("50");
        await first.FillAsync("20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Estimate policy" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("add up to 70 %");
        await second.FillAsync("80");
        await page.GetByRole(AriaRole.Button, new() { Name = "Estimate policy" }).ClickAsync();
        // The events of the fixture have no propensity.
        var result = page.GetByRole(AriaRole.Region, new() { Name = "Estimate", Exact = true });
        await Expect(result).ToContainTextAsync("no logged probability above 0");
        await Expect(page).ToHaveURLAsync(new Regex("policy="));

        await page.GetByRole(AriaRole.Button, new() { Name = "Start experiment…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Start experiment with answers-2");
        await Expect(dialog.GetByLabel("Share of answers-2, %")).ToHaveValueAsync("80");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start canary" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "80 % of the units get the candidate" })).ToBeVisibleAsync();
        await using var db = stage.App.Database.CreateContext();
        Assert.True(
            await db.ExperimentArms.AnyAsync(a => a.Share == 0.8 && db.Experiments.Any(e => e.Id == a.ExperimentId && e.IsRunning))
        );
        Assert.Empty(complaints);
    }
}
