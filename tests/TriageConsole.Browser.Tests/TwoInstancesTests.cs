using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Data.Jobs;
using TriageConsole.Data.Labeling;
using TriageConsole.Jobs;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Two instances with one database behind nginx, one of them a process that is killed.</summary>
public sealed class TwoInstancesTests(Browser browser)
{
    private const int Senders = 4;
    private const int BatchLines = 20;

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Http:Proxies:0"] = "127.0.0.1",
        ["Jobs:StartDelayMilliseconds"] = "0",
        ["Jobs:CheckInMilliseconds"] = "500",
        ["Jobs:CheckInGraceMilliseconds"] = "1000",
        ["Logging:LogLevel:Default"] = "Error",
    };

    [Fact]
    public async Task KilledInstanceUnderLoad_LosesNothing_AndItsPagesContinueOnTheOther()
    {
        await using var stage = await ReleaseFixture.WithLiveAsync(b =>
        {
            foreach (var (name, value) in Settings)
                b.Configuration[name] = value;
        });
        var app = stage.App;
        await AskAsync(
            app,
            db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, 0).SetProperty(w => w.LabelsPerItem, 2))
        );
        await Journey.SendAsync(app, 60, from: 1000);
        await using var other = ConsoleProcess.Start(app.Database.Connection, Settings);
        var second = await other.AddressAsync();
        await using var nginx = await Nginx.StartAsync(app.Address, second);

        using var end = new CancellationTokenSource();
        var key = await app.CreateApiKeyAsync("acme", "ingest", "read");
        var sending = Enumerable.Range(0, Senders).Select(n => SendAsync(nginx.Address, key, n, end.Token)).ToList();
        var contexts = new List<IBrowserContext>();
        foreach (var instance in new[] { "console_1", "console_2", "console_1", "console_2" })
            contexts.Add(await OpenAsync(nginx.Address, instance));
        var pages = new List<IPage>();
        foreach (var context in contexts)
            pages.Add(await SignInAsync(app, nginx.Address, context));
        await Task.WhenAll(pages.Select(p => LabelAsync(p, 0, 5)));

        // Both instances serve the version that one of them promoted.
        await stage.DraftAsync("answers-2");
        Assert.True((await stage.PromoteAsync("answers-2", "a trial")).Ok);
        foreach (var instance in new[] { app.Address, second })
            await Wait.UntilAsync(async () => await ServedAsync(instance, key) == "answers-2");

        // A labeler of the instance that is killed has begun an item.
        var page = pages[1];
        await page.Keyboard.PressAsync("1");
        await page.Locator(".pane:not([data-done])").First.GetByLabel("Note").FillAsync("half a thought");
        await Wait.UntilAsync(() => AskAsync(app, db => db.LabelDrafts.AnyAsync(d => d.Answers.Contains("half a thought"))));
        var begun = await AskAsync(
            app,
            db => db.Assignments.SingleAsync(a => db.LabelDrafts.Any(d => d.AssignmentId == a.Id && d.Answers.Contains("half a thought")))
        );
        // Until the browser knows that the instance is gone, a page looks as before. The other instance draws it from the beginning.
        IPage[] orphans = [pages[1], pages[3]];
        foreach (var orphan in orphans)
            await orphan.EvaluateAsync("() => window.isOfKilledInstance = true");
        await other.KillAsync();
        foreach (var orphan in orphans)
            await orphan.WaitForFunctionAsync("() => !window.isOfKilledInstance && document.querySelector('.label-page .pane')");
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(page.Locator(".pane:not([data-done])").First.GetByLabel("Note")).ToHaveValueAsync("half a thought");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("6 today");
        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
        var kept = await AskAsync(app, db => db.Assignments.SingleAsync(a => a.Id == begun.Id));
        Assert.Equal((AssignmentState.Submitted, begun.QueueItemId, begun.LabelerId), (kept.State, kept.QueueItemId, kept.LabelerId));

        await Task.WhenAll(pages.Select((p, n) => LabelAsync(p, n == 1 ? 6 : 5, 10)));
        await end.CancelAsync();
        var accepted = (await Task.WhenAll(sending)).Sum();
        Assert.True(accepted > 0);
        Assert.Equal(accepted, await AskAsync(app, db => db.Interactions.CountAsync(i => i.TraceId.StartsWith("load-"))));

        // No item was given to one labeler twice, or to more labelers than its workflow asks for.
        var labels = await AskAsync(
            app,
            db => db.Labels.Where(l => l.IsCurrent).Select(l => new { l.InteractionId, l.LabelerId }).ToListAsync()
        );
        Assert.Equal(40, labels.Count);
        Assert.Equal(40, labels.Distinct().Count());
        var perItem = labels.GroupBy(l => l.InteractionId).Select(g => g.Count()).ToList();
        Assert.True(perItem.Max() <= 2);
        // A job that ran on both instances would have counted pairs of labels twice.
        var pairs = perItem.Count(n => n == 2);
        await Wait.UntilAsync(async () => await CountedPairsAsync(app) >= pairs);
        Assert.Equal(pairs, await CountedPairsAsync(app));
        var jobs = await app.Get<JobsService>().ListAsync(new PersonAccess(1, "Ada", [new Grant(Role.Admin, null, null)]));
        Assert.Empty(jobs.Where(j => j.Last?.Result == JobResult.Failed).Select(j => $"{j.Name}: {j.Last?.Reason}"));
        foreach (var context in contexts)
            await context.DisposeAsync();
    }

    /// <summary>Sends batches until it is told to end, each until it is accepted. Returns the number of accepted interactions.</summary>
    private static async Task<int> SendAsync(Uri address, string key, int sender, CancellationToken end)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var batch = 0;
        for (; !end.IsCancellationRequested; batch++)
        {
            var lines = Enumerable
                .Range(0, BatchLines)
                .Select(n =>
                    $$"""{"trace_id":"load-{{sender}}-{{batch}}-{{n}}","task_type":"support.load","task_id":"k{{n}}","""
                    + """ "model_version":"v1","input":"a","output":"b"}"""
                );
            var body = string.Join('\n', lines);
            await Wait.UntilAsync(
                async () =>
                {
                    using var content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
                    using var answer = await client.PostAsync("/api/v1/events", content, CancellationToken.None);
                    return answer.IsSuccessStatusCode;
                },
                "A batch that is accepted",
                tolerant: true
            );
        }

        return batch * BatchLines;
    }

    private static async Task LabelAsync(IPage page, int from, int to)
    {
        for (var n = from + 1; n <= to; n++)
        {
            await page.Locator(".pane:not([data-done]) .criterion[data-active]")
                .First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await page.Keyboard.PressAsync("1");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".label-head")).ToContainTextAsync($"{n} today");
        }

        await Expect(page.Locator(".label-head")).ToContainTextAsync("All saved");
    }

    private async Task<IBrowserContext> OpenAsync(Uri address, string instance)
    {
        var context = await browser.OpenAsync();
        await context.AddCookiesAsync([
            new Cookie
            {
                Name = "console_instance",
                Value = instance,
                Url = address.ToString(),
            },
        ]);
        return context;
    }

    private static async Task<IPage> SignInAsync(TestApp app, Uri address, IBrowserContext context)
    {
        var (user, _) = await app.CreatePersonAsync(new Grant(Role.Labeler, await app.EnsureTenantAsync("acme"), null));
        var token = await app.Get<SignInLinkService>().CreateAsync(user, isInvitation: false, TimeSpan.FromMinutes(5));
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, $"/account/link/{token}").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(address.ToString());
        await page.GotoAsync(new Uri(address, "/label/support.chat").ToString());
        return page;
    }

    private static async Task<string?> ServedAsync(Uri instance, string key)
    {
        using var client = new HttpClient { BaseAddress = instance };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await client.GetAsync("/api/v1/route?workflow=support.chat&unit=case-1");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("release").GetString();
    }

    /// <summary>The pairs of labels to the first question that the job for agreement has counted.</summary>
    private static Task<long> CountedPairsAsync(TestApp app) =>
        AskAsync(
            app,
            db =>
                db.LabelerPairs.Where(p => db.AgreementCriteria.Any(c => c.Id == p.CriterionId && c.Key == "resolved"))
                    .SumAsync(p => p.Items)
        );

    private static async Task<T> AskAsync<T>(TestApp app, Func<Data.TriageDbContext, Task<T>> ask)
    {
        await using var db = app.Database.CreateContext();
        return await ask(db);
    }
}
