using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Components.Charts;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Tests the chart component on the agreement page, with agreement by week.</summary>
public sealed class ChartTests(Browser browser)
{
    private const int Weeks = 4;
    private const string Mouse = ".plot .draglayer .nsewdrag";

    [Fact]
    public async Task Chart_OfWeeks_IsDrawnUnderTheContentSecurityPolicy_AndItsTableHasTheSameNumbers()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var (page, complaints) = await OpenAsync(app, context);
        await Expect(page.Locator(".plot .scatterlayer path.point")).ToHaveCountAsync(Weeks);
        await Expect(page.Locator(".plot .scatterlayer .js-fill")).ToHaveCountAsync(1);
        await Expect(page.Locator(".plot")).ToHaveAttributeAsync("aria-label", new Regex("^Agreement by week: 4 points from .* Last: "));
        await Expect(page.Locator(".chart table")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Show table" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".chart tbody tr")).ToHaveCountAsync(Weeks);
        var drawn = await page.EvaluateAsync<double[]>("() => document.querySelector('.js-plotly-plot').data.at(-1).y");
        var written = await page.Locator(".chart tbody td.num").AllTextContentsAsync();
        Assert.Equal(drawn.Select(y => new ChartAxis().Format(y)), written.Select(w => w.Trim().Split(" (")[0]));
        await Expect(page.Locator(".chart tbody tr").First).ToContainTextAsync("–");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Chart_PointOrRow_OpensItsLink()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var (page, complaints) = await OpenAsync(app, context);
        var before = page.Url;
        await page.GetByRole(AriaRole.Button, new() { Name = "Show table" }).ClickAsync();
        var link = await page.Locator(".chart tbody a").Nth(1).GetAttributeAsync("href");
        var at = await page.Locator(".plot .scatterlayer path.point").Nth(1).BoundingBoxAsync();
        await page.Mouse.MoveAsync(at!.X + (at.Width / 2), at.Y + (at.Height / 2));
        await Expect(page.Locator(".plot .hoverlayer .hovertext")).ToContainTextAsync("12 items labeled twice");
        await page.Mouse.DownAsync();
        await page.Mouse.UpAsync();
        await Expect(page).ToHaveURLAsync(Journey.At(app, "/" + link));
        await Expect(page.Locator(".plot .scatterlayer path.point")).ToHaveCountAsync(1);

        await page.GotoAsync(before);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show table" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".chart tbody a").Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Journey.At(app, "/" + link));
        await Expect(page.Locator(".plot .scatterlayer path.point")).ToHaveCountAsync(1);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Chart_WhenLabelsWidthOrThemeChange_IsRedrawn()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var (page, complaints) = await OpenAsync(app, context);
        var points = page.Locator(".plot .scatterlayer path.point");
        await Expect(points).ToHaveCountAsync(Weeks);
        var place = await page.Locator(".chart .place").BoundingBoxAsync();

        await page.SetViewportSizeAsync(900, 720);
        await page.WaitForConditionAsync(() =>
            page.EvaluateAsync<bool>(
                "() => { const p = document.querySelector('.plot'); return "
                    + "p.querySelector('.main-svg')?.width.baseVal.value === Math.floor(p.clientWidth) && p.clientWidth < "
                    + "document.documentElement.clientWidth; }"
            )
        );
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await page.SetViewportSizeAsync(1280, 720);

        var light = await points.First.EvaluateAsync<string>("p => getComputedStyle(p).fill");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.WaitForConditionAsync(async () =>
            await points.First.EvaluateAsync<string>("p => getComputedStyle(p).fill") == "rgb(174, 191, 255)"
        );
        Assert.Equal("rgb(58, 86, 200)", light);

        await LabelWeekAsync(app, Weeks);
        await Expect(points).ToHaveCountAsync(Weeks + 1);
        Assert.Equal(place!.Height, (await page.Locator(".chart .place").BoundingBoxAsync())!.Height);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Chart_WithUntrustedText_ShowsItAsText()
    {
        await using var app = await TestApp.StartAsync();
        const string Hostile = "<img src=x onerror='window.broken=1'><a href='javascript:window.broken=1'>v1</a>";
        var now = app.Get<TimeProvider>().GetUtcNow();
        await Journey.SendLinesAsync(
            app,
            Enumerable
                .Range(0, 40)
                .Select(n =>
                    JsonSerializer.Serialize(
                        new
                        {
                            trace_id = $"t{n}",
                            task_type = "support.chat",
                            task_id = $"k{n}",
                            model_version = "v1",
                            release = n < 12 ? Hostile : "r2",
                            segment = n % 2 == 0 ? Hostile : "gold",
                            timestamp = now.AddHours(-12 * n),
                            input = "Where is my refund?",
                            outcome_metric_name = "resolved",
                            outcome_metric_value = n % 3 == 0 ? 0 : 1,
                        }
                    )
                )
        );
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/outcomes/support.chat?span=30d"));
        var segments = page.Locator(".card", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "By segment" }) });
        await Expect(segments.Locator(".xaxislayer-above")).ToContainTextAsync("<img src=x");
        await segments.Locator("path.point").First.HoverAsync(new() { Force = true });
        await Expect(segments.Locator(".hoverlayer")).ToContainTextAsync("<a href=");
        await Expect(page.Locator(".plot .annotation").First).ToContainTextAsync("<img");
        Assert.Equal(0, await page.Locator(".plot").Locator("img, a, image").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => window.broken === undefined"));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task LeftPage_FreesWhatItsChartsHeld()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        // Counts the listeners of plotly.js on the window: those of other components depend on the page.
        await context.AddInitScriptAsync(
            """
            window.listeners = 0;
            for (const [name, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
              const original = window[name];
              window[name] = function (...args) {
                if (new Error().stack.includes("plotly")) window.listeners += step;
                return original.apply(this, args);
              };
            }
            """
        );
        var (page, complaints) = await OpenAsync(app, context);
        var plot = await page.Locator(".js-plotly-plot").ElementHandleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Queue", Exact = true }).First.ClickAsync();
        await Expect(page.Locator(".js-plotly-plot")).ToHaveCountAsync(0);
        await page.WaitForConditionAsync(() =>
            plot.EvaluateAsync<bool>("p => !p.isConnected && p._fullLayout === undefined && p.data === undefined")
        );
        var before = await page.EvaluateAsync<int>("() => window.listeners");
        for (var n = 0; n < 3; n++)
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Agreement", Exact = true }).First.ClickAsync();
            await Expect(page.Locator(".plot .scatterlayer path.point")).ToHaveCountAsync(Weeks);
            await page.GetByRole(AriaRole.Link, new() { Name = "Queue", Exact = true }).First.ClickAsync();
            await Expect(page.Locator(".js-plotly-plot")).ToHaveCountAsync(0);
        }

        // The last chart removes its listener after its elements are gone.
        await page.WaitForConditionAsync(() => page.EvaluateAsync<bool>("n => window.listeners <= n", before));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task PageLeft_WhilePlotlyLoads_ReportsNothing_AndTheNextChartsDraw()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        var requested = new TaskCompletionSource();
        var allowed = new TaskCompletionSource();
        await page.RouteAsync(
            "**/plotly-basic*",
            async route =>
            {
                requested.TrySetResult();
                await allowed.Task;
                await route.ContinueAsync();
            }
        );
        await page.GotoAsync(Journey.At(app, "/outcomes/support.chat"));
        await Expect(page.Locator(".plot").Nth(1)).ToBeVisibleAsync();
        await requested.Task;
        await page.GetByRole(AriaRole.Link, new() { Name = "Queues", Exact = true }).First.ClickAsync();
        await Expect(page.Locator(".plot")).ToHaveCountAsync(0);
        allowed.SetResult();
        await page.GoBackAsync();
        await Expect(page.Locator(".js-plotly-plot").Nth(1)).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Page_WithoutCharts_DoesNotLoadPlotly()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var loaded = new List<string>();
        page.Request += (_, request) => loaded.Add(request.Url);
        await page.GotoAsync(Journey.At(app, "/queues/support.chat"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await page.WaitForConditionAsync(() => Task.FromResult(loaded.Exists(u => u.Contains("blazor.web", StringComparison.Ordinal))));
        Assert.DoesNotContain(loaded, u => u.Contains("plotly", StringComparison.Ordinal));
        await page.GotoAsync(Journey.At(app, "/agreement/support.chat"));
        await Expect(page.Locator(".plot .scatterlayer path.point")).ToHaveCountAsync(Weeks);
        Assert.Contains(loaded, u => u.Contains("plotly-basic", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chart_CheckedByAxe_HasNoViolation()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var (page, _) = await OpenAsync(app, context);
        await Expect(page.Locator(".plot .scatterlayer path.point")).ToHaveCountAsync(Weeks);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show table" }).ClickAsync();
        await Expect(page.Locator(".chart tbody tr")).ToHaveCountAsync(Weeks);
        Assert.Empty(await Accessibility.ViolationsAsync(page.Locator(".chart"), "Chart"));
    }

    /// <summary>Starts an app with labels from several weeks.</summary>
    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        await Journey.SendAsync(app, 12 * (Weeks + 1));
        await using (var db = app.Database.CreateContext())
            await app.Get<RubricService>().EnsureForWorkflowAsync(await db.Workflows.Select(w => w.Id).SingleAsync());
        for (var week = 0; week < Weeks; week++)
            await LabelWeekAsync(app, week);
        return app;
    }

    /// <summary>Adds twelve interactions labeled by three labelers, who differ on a third of them.</summary>
    private static async Task LabelWeekAsync(TestApp app, int week)
    {
        var lines =
            from n in Enumerable.Range(12 * week, 12)
            from labeler in new[] { "ann", "bob", "cleo" }
            select $$"""{"trace_id":"t{{n}}","labeler_id":"{{labeler}}","rubric_key":"resolved","valu"""
                + $$"""e":"{{((n + (labeler == "cleo" && n % 3 == week % 3 ? 1 : 0)) % 2 == 0 ? "yes" : "no")}}"}""";
        await app.Get<LabelImportService>()
            .ImportAsync(await app.EnsureTenantAsync("acme"), new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        await app.Get<AgreementCounter>().CatchUpAsync();
        // Move today's counts to the past week.
        await using var db = app.Database.CreateContext();
        var latest = await db.AgreementPatterns.MaxAsync(p => p.Day);
        var then = latest.AddDays(-7 * (Weeks - week));
        await db.AgreementPatterns.Where(p => p.Day == latest).ExecuteUpdateAsync(s => s.SetProperty(p => p.Day, then));
        await db.LabelerPairs.Where(p => p.Day == latest).ExecuteUpdateAsync(s => s.SetProperty(p => p.Day, then));
    }

    private static async Task<(IPage Page, List<string> Complaints)> OpenAsync(TestApp app, IBrowserContext context)
    {
        var page = await Journey.SignInAsync(app, context, Role.Lead);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, "/agreement/support.chat"));
        await page.Locator(Mouse).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return (page, complaints);
    }
}
