using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using TriageConsole.Data.Access;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The memory that one idle circuit keeps after a full collection: pages opened in Chromium, then counted in this process, which hosts the
/// app. Reference: the same number of bare Blazor Server pages in the same run.
/// </summary>
internal static class CircuitsBenchmark
{
    private const int Changes = 100;

    /// <summary>Rounds of page changes, of which the mean is taken: the heap of the app moves by some 100 kB by itself.</summary>
    private const int Batches = 3;

    private static readonly (string Path, string Ready, Role[] Roles, double Goal)[] Pages =
    [
        ("/label/support", ".pane:not([data-done]) .criterion[data-active]", [Role.Labeler], 8),
        ("/", "h1", [Role.Lead], 16),
        ("/interactions", "tbody tr", [Role.Lead], 16),
        ("/queues/support", "tbody tr", [Role.Lead], 16),
        ("/outcomes/support", "h1", [Role.Lead], 16),
        ("/workflows/support", "h1", [Role.Lead], 16),
    ];

    public static async Task RunAsync(BenchmarkSize size)
    {
        var count = size == BenchmarkSize.Full ? 200 : 20;
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var app = new TriageConsoleApp(
            [],
            database.Connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                b.Logging.SetMinimumLevel(LogLevel.Error);
                b.Services.Configure<CircuitOptions>(o => o.DisconnectedCircuitMaxRetained = 0);
            }
        );
        await app.StartAsync();
        await NextItemBenchmark.FillAsync(app, database);
        await using var counter = await BareCounterApp.StartAsync(keepCircuits: false);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox", "--disable-gpu"] }
        );
        Func<IPage, bool, Task> openBare = (page, _) => OpenAsync(page, counter.Urls.First(), "output");
        // The first run also releases what the app needed to start and to load the data.
        await HeldAsync(browser, count, openBare);
        var bare = await HeldAsync(browser, count, openBare);
        foreach (var (path, ready, roles, goal) in Pages)
        {
            var held = await HeldAsync(
                browser,
                count,
                async (page, isFirst) =>
                {
                    // A labeler has one window; a lead opens many.
                    if (isFirst || roles.Contains(Role.Labeler))
                        await BenchmarkPeople.SignInAsync(app, database, page, roles);
                    await OpenAsync(page, app.Urls.First() + path, ready);
                },
                isShared: !roles.Contains(Role.Labeler)
            );
            Measure.Print($"circuits, {path}", held / 1000, bare / 1000, "kB", $"goal ≤ {goal}; {count} circuits each");
        }

        var grown = await GrownAsync(browser, app, database);
        Measure.Print(
            $"circuits, growth over {Changes} page changes",
            grown / 1000,
            bare / 1000,
            "kB",
            "less is better, goal ≤ 1; one circuit, the same page before and after; reference: a whole bare circuit"
        );
    }

    /// <summary>Bytes that one circuit holds more after many page changes. Each page was open before the first measurement.</summary>
    private static async Task<double> GrownAsync(IBrowser browser, TriageConsoleApp app, BenchmarkDatabase database)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await BenchmarkPeople.SignInAsync(app, database, page, Role.Lead);
        await OpenAsync(page, app.Urls.First() + "/interactions", "tbody tr");
        var pages = Pages.Where(p => p.Roles.Contains(Role.Lead)).ToList();
        async Task ChangeAsync(int times)
        {
            for (var n = 0; n < times; n++)
            {
                var (path, ready, _, _) = pages[n % pages.Count];
                await page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
                await page.WaitForURLAsync("**" + path);
                await page.Locator(ready).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            }
        }

        // What is loaded once, such as the plans of queries, is loaded before.
        await ChangeAsync(Changes);
        var before = await SettledAsync();
        await ChangeAsync(Batches * Changes);
        return (await SettledAsync() - before) / (double)Batches;
    }

    private static async Task OpenAsync(IPage page, string address, string ready)
    {
        await page.GotoAsync(address);
        await page.Locator(ready).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Bytes per circuit: what is released when the pages close. A closed page's circuit is not kept in this run.</summary>
    private static async Task<double> HeldAsync(IBrowser browser, int count, Func<IPage, bool, Task> open, bool isShared = false)
    {
        var contexts = new List<IBrowserContext> { await browser.NewContextAsync() };
        for (var n = 0; n < count; n++)
        {
            if (!isShared && n > 0)
                contexts.Add(await browser.NewContextAsync());
            await open(await contexts[^1].NewPageAsync(), n == 0);
        }

        var opened = await SettledAsync();
        foreach (var context in contexts)
            await context.DisposeAsync();
        return (opened - await SettledAsync()) / (double)count;
    }

    /// <summary>The managed memory when nothing more is released.</summary>
    private static async Task<long> SettledAsync()
    {
        var last = long.MaxValue;
        for (var n = 0; n < 20; n++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            var now = GC.GetTotalMemory(forceFullCollection: true);
            // 20 kB are a seventh of a bare circuit; a share of the whole heap would be more than one.
            if (now >= last - 20_000)
                return now;
            last = now;
        }

        return last;
    }
}
