using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Components;
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

        await page.GetByRole(AriaRole.Button, new() { Name = "As a table" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".chart tbody tr")).ToHaveCountAsync(Weeks);
        var drawn = await page.EvaluateAsync<double[]>("() => document.querySelector('.plot > div').data.at(-1).y");
        var written = await page.Locator(".chart tbody td.num").AllTextContentsAsync();
        Assert.Equal(drawn.Select(y => new ChartAxis().Format(y)), written.Select(w => w.Trim()));
        await Expect(page.Locator(".chart tbody tr").First).ToContainTextAsync(" to ");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Chart_PointOrRow_OpensItsLink()
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var (page, complaints) = await OpenAsync(app, context);
        var before = page.Url;
        await page.GetByRole(AriaRole.Button, new() { Name = "As a table" }).ClickAsync();
        var link = await page.Locator(".chart tbody a").Nth(1).GetAttributeAsync("href");
        var at = await page.Locator(".plot .scatterlayer path.point").Nth(1).BoundingBoxAsync();
        await page.Mouse.MoveAsync(at!.X + (at.Width / 2), at.Y + (at.Height / 2));
        await Expect(page.Locator(".plot .hoverlayer .hovertext")).ToContainTextAsync("12 items labeled twice");
        await page.Mouse.DownAsync();
        await page.Mouse.UpAsync();
        await Expect(page).ToHaveURLAsync(Journey.At(app, "/" + link));
        await Expect(page.Locator(".plot .scatterlayer path.point")).ToHaveCountAsync(1);

        await page.GotoAsync(before);
        await page.GetByRole(AriaRole.Button, new() { Name = "As a table" }).FocusAsync();
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
                    + "p.querySelector('.main-svg').width.baseVal.value === p.clientWidth && p.clientWidth < "
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
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync();
        var (page, complaints) = await OpenAsync(app, context);
        const string Hostile = "<img src=x onerror='window.broken=1'><a href=\"javascript:window.broken=1\">v1</a>";
        var series = new[] { 1, 2 }
            .Select(n => new ChartSeries(Hostile, [new ChartPoint(Hostile, n, 0, 3, Hostile), new ChartPoint("other", n)])
            {
                Style = ChartStyle.Bar,
            })
            .ToList();
        var figure = ChartMapping.Map(series, [new ChartMark("other", Hostile)], new ChartAxis(Hostile), new ChartAxis(), isStacked: false);
        await page.EvaluateAsync(
            """
            async figure => {
              const root = document.createElement("div");
              root.id = "hostile";
              root.className = document.querySelector(".plot").className;
              for (const { name, value } of document.querySelector(".plot").attributes)
                if (name.startsWith("b-")) root.setAttribute(name, value);
              root.style.cssText = "position: fixed; inset: 0 0 auto 0; height: 400px; z-index: 9; background: var(--surface)";
              document.body.append(root);
              (await import("/Components/Chart.razor.js")).draw(root, new TextEncoder().encode(figure), "lib/plotly.min.js");
            }
            """,
            JsonSerializer.Serialize(figure, Chart.Spelling)
        );
        await Expect(page.Locator("#hostile .barlayer path").First).ToBeAttachedAsync();
        await page.Locator("#hostile .barlayer .point").First.HoverAsync(new() { Force = true });
        await Expect(page.Locator("#hostile .hoverlayer")).ToContainTextAsync("<img src=x");
        await Expect(page.Locator("#hostile .xaxislayer-above")).ToContainTextAsync("<a href=");
        await Expect(page.Locator("#hostile .annotation")).ToContainTextAsync("<img");
        Assert.Equal(0, await page.Locator("#hostile").Locator("img, a, image").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => window.broken === undefined"));
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Chart_CheckedByAxe_HasNoViolation(ColorScheme scheme)
    {
        await using var app = await StartAsync();
        await using var context = await browser.OpenAsync(scheme, bypassCsp: true);
        var (page, _) = await OpenAsync(app, context);
        await Expect(page.Locator(".plot .scatterlayer path.point")).ToHaveCountAsync(Weeks);
        await page.GetByRole(AriaRole.Button, new() { Name = "As a table" }).ClickAsync();
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
