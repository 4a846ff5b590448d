using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Times follow the time zone of the browser, and then that of the profile.</summary>
public sealed class TimeZoneJourney(Browser browser)
{
    [Fact]
    public async Task Times_FollowTheBrowser_AndThenTheProfile()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app);
        await Journey.SendAsync(app, 2);
        await using (var db = app.Database.CreateContext())
            await db.Interactions.ExecuteUpdateAsync(s =>
                s.SetProperty(i => i.Timestamp, new DateTimeOffset(2026, 3, 28, 23, 30, 5, TimeSpan.Zero))
            );
        await using var context = await browser.OpenAsync(timeZone: "Asia/Tokyo");
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await Wait.UntilAsync(async () =>
        {
            await using var db = app.Database.CreateContext();
            return await db.Users.AnyAsync(u => u.TimeZone == "Asia/Tokyo");
        });
        await page.GotoAsync(Journey.At(app, "/interactions/t0"));
        await Expect(page.GetByText("2026-03-29 08:30:05 +09:00").First).ToBeVisibleAsync();

        await page.GotoAsync(Journey.At(app, "/account/profile"));
        await Expect(page.GetByLabel("Time zone", new() { Exact = true })).ToHaveValueAsync("Asia/Tokyo");
        await page.GetByLabel("Time zone", new() { Exact = true }).SelectOptionAsync("America/New_York");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save time zone" }).ClickAsync();
        await Expect(page.GetByText("Times are now shown in this time zone.")).ToBeVisibleAsync();
        await using (var db = app.Database.CreateContext())
            Assert.Equal("America/New_York", await db.Users.OrderByDescending(u => u.Id).Select(u => u.TimeZone).FirstAsync());
        // The period of the list is in the person's time zone, and in UTC in the address.
        await page.GotoAsync(Journey.At(app, "/interactions"));
        await page.GetByLabel("From (America/New_York)").FillAsync("2026-03-28T19:30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find interactions" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("from=2026-03-28T23%3A30Z"));
        await Expect(page.GetByText("1–2 of 2 interactions")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("From (America/New_York)")).ToHaveValueAsync("2026-03-28T19:30");
        await page.GetByLabel("From (America/New_York)").FillAsync("2026-03-28T19:31");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find interactions" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No results" })).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }
}
