using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

public sealed class DataHealthJourneys(Browser browser)
{
    [Fact]
    public async Task Lead_SeesAnAlertOnHome_OpensItAndSeesItResolvedWithoutReload()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 3, workflow: "quiet.chat");
        await SendAsync(app, 0, 800, n => n < 600);
        await LookAsync(app);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GetByRole(AriaRole.Region, new() { Name = "Action needed" })
            .GetByRole(AriaRole.Link, new() { Name = "support.chat: 1 data alert" })
            .ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "support.chat" })).ToContainTextAsync("segment is missing");
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "quiet.chat" })).ToHaveCountAsync(0);
        Assert.Empty(await Accessibility.ViolationsAsync(page, "Data health"));
        await SendAsync(app, 800, 1000, _ => true);
        await LookAsync(app);
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "support.chat" })).ToContainTextAsync("no alerts");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all workflows" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "quiet.chat" })).ToContainTextAsync("no alerts");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Ids_OfWorkflowsAndQuarantinedLines_CanBeEqual()
    {
        await using var app = await TestApp.StartAsync();
        for (var n = 0; n < 3; n++)
            await Journey.SendAsync(app, 1, workflow: $"flow{n}", from: n);
        await Journey.SendLinesAsync(app, Enumerable.Range(0, 4).Select(n => $$"""{"trace_id":"broken{{n}}"}"""));
        await using (var db = app.Database.CreateContext())
            Assert.NotEmpty(await db.Workflows.Select(w => w.Id).Intersect(db.QuarantinedEvents.Select(q => q.Id)).ToListAsync());
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/health"));
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "flow2" })).ToBeVisibleAsync();
        await Expect(page.Locator("pre.line")).ToHaveCountAsync(4);
        Assert.Empty(complaints);
    }

    private static async Task SendAsync(TestApp app, int from, int count, Func<int, bool> withSegment)
    {
        var lines = Enumerable
            .Range(from, count)
            .Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"trace_id\":\"h{n}\",\"task_type\":\"support.chat\",\"task_id\":\"k{n}\","
                        + $"\"model_version\":\"v1\",\"input\":\"Hi\"{(withSegment(n) ? ",\"segment\":\"gold\"" : "")}}}"
                )
            );
        await app.Get<IngestService>()
            .AcceptAsync(
                new IngestSource(await app.EnsureTenantAsync("acme"), "acme"),
                new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)))
            );
    }

    private static async Task LookAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        foreach (var id in await db.Workflows.Select(w => w.Id).ToListAsync())
            await app.Get<FindingsService>().LookAsync(id);
    }
}
