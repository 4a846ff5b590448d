using Bunit;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Ingest;
using TriageConsole.Security;
using TriageConsole.Tests.Components;
using TriageConsole.Tests.EventLog;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.DataHealth;

/// <summary>The page that sends a quarantined line again: what it says, and that the corrected text stays until it is accepted.</summary>
public sealed class CorrectedLinePageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Line_SentWhileTheEventLogIsFull_KeepsItsText_UntilThereIsSpace()
    {
        await using var app = await TestApp.StartAsync(FullEventLog.Configure);
        var tenant = await app.EnsureTenantAsync("acme");
        var line = IngestFixture.Event("q1");
        await SendAsync(app, tenant, line.Replace("\"task_type\"", "\"task_typo\"", StringComparison.Ordinal));
        await using var db = app.Database.CreateContext();
        var filling = await FullEventLog.FillAsync(db, tenant);
        await using var context = await OpenAsync(app, tenant);
        var page = await EditAsync(context, line);

        await Button(page, "Send line").ClickAsync();
        await page.WaitForAssertionAsync(
            () => Assert.Contains("Send the line again later.", page.Find("article [role=alert]").TextContent, StringComparison.Ordinal),
            Limit
        );
        Assert.Contains("event log", page.Find("article [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(line, page.Find("textarea").GetAttribute("value"));
        Assert.Equal(0, await db.Interactions.CountAsync());

        await FullEventLog.EmptyAsync(db, filling);
        await Button(page, "Send line").ClickAsync();
        await page.WaitForAssertionAsync(
            () => Assert.Contains(page.FindAll("[role=status]"), s => s.TextContent.Contains("Accepted.", StringComparison.Ordinal)),
            Limit
        );
        Assert.Empty(page.FindAll("textarea"));
        Assert.Equal("q1", await db.Interactions.Select(i => i.TraceId).SingleAsync());
    }

    [Fact]
    public async Task Line_ThatIsStillRefused_KeepsItsTextAndSaysWhy()
    {
        await using var app = await TestApp.StartAsync(b => b.Configuration["Ingest:MaxWorkflows"] = "1");
        var tenant = await app.EnsureTenantAsync("acme");
        await SendAsync(app, tenant, """{"trace_id":"t1","task_type":"only","task_id":"k","model_version":"v"}""");
        var wrong = """{"trace_id":"t2","task_type":"another","model_version":"v"}""";
        await SendAsync(app, tenant, wrong);
        await using var context = await OpenAsync(app, tenant);
        var page = await EditAsync(context, "{");

        await SentAsync("Not valid JSON");
        // Valid, and refused by ingest all the same.
        var valid = wrong.Replace("\"model_version\"", "\"task_id\":\"k\",\"model_version\"", StringComparison.Ordinal);
        await page.Find("textarea").ChangeAsync(valid);
        await SentAsync("maximum number of workflows");
        Assert.Equal(valid, page.Find("textarea").GetAttribute("value"));
        await using var db = app.Database.CreateContext();
        Assert.Equal("t1", await db.Interactions.Select(i => i.TraceId).SingleAsync());
        Assert.True(await db.QuarantinedEvents.AnyAsync(q => q.Reason == "missing_task_id" && q.ReplayedAt == null));

        async Task SentAsync(string reason)
        {
            await Button(page, "Send line").ClickAsync();
            await page.WaitForAssertionAsync(
                () => Assert.Contains(reason, page.Find("article [role=alert]").TextContent, StringComparison.Ordinal),
                Limit
            );
        }
    }

    private static Task<IngestResult> SendAsync(TestApp app, long tenant, string line) =>
        app.Get<IngestService>()
            .AcceptAsync(new IngestSource(tenant, "acme"), [new EventLine(1, System.Text.Encoding.UTF8.GetBytes(line))]);

    private static async Task<BunitContext> OpenAsync(TestApp app, long tenant)
    {
        var (lead, _) = await app.CreatePersonAsync(new Grant(Role.Lead, tenant, null));
        return await PersonPage.OpenAsync(app.Services, app.Get<IDbContextFactory<TriageDbContext>>(), lead, TimeProvider.System);
    }

    /// <summary>Opens the page and corrects its line.</summary>
    private static async Task<IRenderedComponent<DataHealthPage>> EditAsync(BunitContext context, string corrected)
    {
        var page = context.Render<DataHealthPage>();
        await page.WaitForAssertionAsync(() => Button(page, "Correct and send line"), Limit);
        await Button(page, "Correct and send line").ClickAsync();
        await page.Find("textarea").ChangeAsync(corrected);
        return page;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<DataHealthPage> page, string text) =>
        page.FindAll("button").Single(b => b.TextContent.Trim() == text);
}
