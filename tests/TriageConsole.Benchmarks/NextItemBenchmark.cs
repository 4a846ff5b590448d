using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The time from Enter until the next item is painted in Chromium, with a reading pause before it. Reference: the time from a click on a
/// minimal Blazor counter page on the same host until its number is painted. With 25 labelers, the others label at a human pace in the same
/// browser, and the same number of counters is clicked at that pace.
/// </summary>
internal static class NextItemBenchmark
{
    private const string Tenant = "bench";

    /// <summary>Waits for the change caused by the event, then for the frame that shows it.</summary>
    private const string Script = """
        async ({ rounds, pause, counter }) => {
          const sleep = ms => new Promise(r => setTimeout(r, ms));
          const painted = () => new Promise(r => requestAnimationFrame(() => {
            const c = new MessageChannel(); c.port1.onmessage = r; c.port2.postMessage(0);
          }));
          const changed = read => new Promise(r => {
            const was = read();
            const o = new MutationObserver(() => { if (read() !== was && read()) { o.disconnect(); r(); } });
            o.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
          });
          const pane = () => document.querySelector('.pane:not([data-done])');
          const key = k => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: k, bubbles: true, cancelable: true }));
          const times = [];
          for (let n = 0; n < rounds; n++) {
            await sleep(pause * (0.5 + Math.random()));
            if (!counter) {
              const next = () => pane().querySelector('.criterion[data-active]:not([data-answered]) [data-key="1"]');
              for (let open; (open = next()) && !open.hasAttribute('data-opens-text'); ) {
                const answered = changed(() => pane().querySelectorAll('[data-answered]').length || '0');
                key('1');
                await answered;
              }
              while (document.querySelectorAll('.pane').length < 2) await sleep(20);
              await sleep(pause / 2);
            }
            const done = changed(counter ? () => document.querySelector('output').textContent : () => pane()?.dataset.pane);
            const from = performance.now();
            if (counter) document.querySelector('button').click(); else key('Enter');
            await done;
            await painted();
            times.push(performance.now() - from);
          }
          return times;
        }
        """;

    public static async Task RunAsync(BenchmarkSize size)
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var app = new TriageConsoleApp(
            [],
            database.Connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                b.Logging.SetMinimumLevel(LogLevel.Error);
            }
        );
        await app.StartAsync();
        await FillAsync(app, database);
        await using var counter = await BareCounterApp.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Chromium.Path,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-timer-throttling",
                    "--disable-renderer-backgrounding",
                    "--disable-backgrounding-occluded-windows",
                ],
            }
        );
        foreach (var (people, goal) in new[] { (1, 1.5), (25, 3.0) })
        {
            var (pairs, rounds) = (
                5,
                (
                    size == BenchmarkSize.Full ? 150
                    : people == 1 ? 15
                    : 50
                ) / people
            );
            var labelers = await OpenAsync(browser, people, page => SignInAsync(app, database, page));
            var counters = await OpenAsync(browser, people, page => OpenCounterAsync(counter.Urls.First(), page));
            var (ours, reference) = (new List<double>(), new List<double>());
            for (var pair = 0; pair < pairs; pair++)
            {
                ours.AddRange(await MeasureAsync(labelers, rounds, false));
                reference.AddRange(await MeasureAsync(counters, rounds, true));
            }

            var note =
                $"p95, less is better, goal ≤ {goal}; medians {Measure.Percentile(ours, 0.5):0.0} and "
                + $"{Measure.Percentile(reference, 0.5):0.0} ms, {ours.Count} items each";
            Measure.Print($"next-item, {people} at once", Measure.Percentile(ours, 0.95), Measure.Percentile(reference, 0.95), "ms", note);
            foreach (var page in labelers.Concat(counters))
                await page.Context.DisposeAsync();
        }
    }

    /// <summary>All people work concurrently, each at their own pace, and all waiting times count.</summary>
    private static async Task<double[]> MeasureAsync(List<IPage> pages, int rounds, bool counter)
    {
        var times = await Task.WhenAll(
            pages.Select(p =>
                p.EvaluateAsync<double[]>(
                    Script,
                    new
                    {
                        rounds,
                        pause = pages.Count > 1 ? 1500 : 300,
                        counter,
                    }
                )
            )
        );
        return times.SelectMany(t => t).ToArray();
    }

    private static async Task<List<IPage>> OpenAsync(IBrowser browser, int count, Func<IPage, Task> open)
    {
        var pages = new List<IPage>();
        for (var n = 0; n < count; n++)
        {
            var context = await browser.NewContextAsync(
                new()
                {
                    ViewportSize = new() { Width = 1280, Height = 720 },
                    BypassCSP = true,
                }
            );
            pages.Add(await context.NewPageAsync());
            await open(pages[^1]);
        }

        return pages;
    }

    private static async Task OpenCounterAsync(string address, IPage page)
    {
        await page.GotoAsync(address);
        await page.Locator("output").WaitForAsync();
    }

    private static async Task SignInAsync(TriageConsoleApp app, BenchmarkDatabase database, IPage page)
    {
        await BenchmarkPeople.SignInAsync(app, database, page, Role.Labeler);
        await page.GotoAsync($"{app.Urls.First()}/label/support");
        await page.Locator(".pane:not([data-done]) .criterion[data-active]")
            .First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Adds enough conversations that the queue does not become empty.</summary>
    internal static async Task FillAsync(TriageConsoleApp app, BenchmarkDatabase database)
    {
        await using var db = database.CreateContext();
        var tenant = new Data.Tenants.Tenant
        {
            Key = Tenant,
            Name = Tenant,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        foreach (var chunk in Enumerable.Range(0, 20_000).Chunk(2_000))
        {
            var lines = string.Join(
                '\n',
                chunk.Select(n =>
                    $$"""{"trace_id":"t{{n}}","task_type":"support","task_id":"k{{n}}","model_version":"v1","input":"Where """
                    + $$"""is order {{n}}? It should have been here last week.","output":"I am sorry to hear that. Order """
                    + $$"""{{n}} left the warehouse and is on its way; it should arrive within two """
                    + $$"""days.","outcome_metric_name":"resolved","outcome_metric_value":0.1}"""
                )
            );
            await app
                .Services.GetRequiredService<IngestService>()
                .AcceptAsync(new IngestSource(tenant.Id, Tenant), new MemoryStream(Encoding.UTF8.GetBytes(lines)));
        }
    }
}
