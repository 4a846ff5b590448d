using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Interop;
using MudBlazor.Services;
using Plotly.Blazor.Interop;
using TriageConsole.Components.Charts;
using TriageConsole.Shell.Theme;

namespace TriageConsole.Components.Tests.Charts;

/// <summary>Tests what the chart component gives to Plotly.Blazor, and what it does with its clicks.</summary>
public sealed class ChartTests : ComponentTest
{
    private readonly FakeObserver observer = new();

    public ChartTests()
    {
        Services.AddScoped<ThemeState>().AddScoped<ChartLibrary>();
        Services.AddScoped<IResizeObserverFactory>(_ => observer);
    }

    [Fact]
    public void Chart_IsDrawnInTheSizeOfItsPlace_WithTheBasicBundle()
    {
        var drawing = Open().FindComponent<ChartDrawing>().Instance;
        Assert.Equal((640m, 260m, true), (drawing.Layout.Width, drawing.Layout.Height, drawing.UseBasicVersion));
        Assert.False(drawing.Config.Responsive);
    }

    [Fact]
    public void Empty_Chart_SaysWhy_AndHasNoTable()
    {
        var chart = Open(new ChartSeries("v1", []));
        Assert.Equal("Nothing was measured.", chart.Find(".nothing").TextContent);
        Assert.Empty(chart.FindComponents<ChartDrawing>());
        Assert.Empty(chart.FindAll("button"));
        Assert.Null(chart.Find(".plot").GetAttribute("role"));
    }

    [Fact]
    public async Task Table_HasTheNumbersAndLinks()
    {
        var chart = Open();
        Assert.Equal("false", chart.Find("button").GetAttribute("aria-expanded"));
        await chart.Find("button").ClickAsync(new());
        Assert.Equal("true", chart.Find("button").GetAttribute("aria-expanded"));
        Assert.Equal(["10", "20"], chart.FindAll("tbody td.num").Select(c => c.TextContent.Trim()));
        Assert.Equal(["a?n=1", null], chart.FindAll("tbody tr").Select(r => r.QuerySelector("a")?.GetAttribute("href")));
    }

    [Fact]
    public async Task Click_OnAPoint_OpensItsLink_AndOthersDoNothing()
    {
        var chart = Open();
        var navigation = Services.GetRequiredService<NavigationManager>();
        var start = navigation.Uri;
        await ClickAsync(chart, trace: 0, point: 1);
        await ClickAsync(chart, trace: 7, point: 0);
        Assert.Equal(start, navigation.Uri);
        await ClickAsync(chart, trace: 0, point: 0);
        Assert.EndsWith("/a?n=1", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Click_WithControl_OpensANewTab()
    {
        var chart = Open();
        var start = Services.GetRequiredService<NavigationManager>().Uri;
        await chart.Find(".plot").MouseDownAsync(new() { CtrlKey = true });
        await ClickAsync(chart, trace: 0, point: 0);
        Assert.Equal(start, Services.GetRequiredService<NavigationManager>().Uri);
        Assert.EndsWith("/a?n=1", (string)JSInterop.Invocations["open"].Single().Arguments[0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Theme_WhenItChanges_RedrawsInItsColors()
    {
        var chart = Open();
        Assert.Equal(ChartPalette.Light["--muted"], chart.FindComponent<ChartDrawing>().Instance.Layout.Font.Color);
        await chart.InvokeAsync(() => Services.GetRequiredService<ThemeState>().OnChanged(isDark: true));
        chart.WaitForAssertion(() =>
            Assert.Equal(ChartPalette.Dark["--muted"], chart.FindComponent<ChartDrawing>().Instance.Layout.Font.Color)
        );
    }

    [Fact]
    public async Task Size_WhenItChanges_IsFollowed_AndAHiddenChartKeepsItsDrawing()
    {
        var chart = Open();
        await chart.InvokeAsync(() => observer.Resize(320));
        chart.WaitForAssertion(() => Assert.Equal(320, chart.FindComponent<ChartDrawing>().Instance.Layout.Width));
        await chart.InvokeAsync(() => observer.Resize(0));
        Assert.Equal(320, chart.FindComponent<ChartDrawing>().Instance.Layout.Width);
    }

    [Fact]
    public void SameParameters_AreNotDrawnAgain()
    {
        var chart = Open();
        var before = chart.FindComponent<ChartDrawing>().Instance.Layout;
        chart.Render();
        Assert.Same(before, chart.FindComponent<ChartDrawing>().Instance.Layout);
        chart.Render(p => p.Add(c => c.Label, "Other").Add(c => c.Series, [Series(30)]));
        Assert.NotSame(before, chart.FindComponent<ChartDrawing>().Instance.Layout);
    }

    [Fact]
    public async Task LeftPage_FreesTheObserverAndTheThemeHandler()
    {
        var chart = Open();
        await DisposeComponentsAsync();
        Assert.True(observer.IsDisposed);
        Assert.False(observer.HasHandlers);
        // Would fault if the chart still listened.
        Services.GetRequiredService<ThemeState>().OnChanged(isDark: true);
        Assert.True(chart.IsDisposed);
    }

    [Fact]
    public void Script_ThatDoesNotLoad_LeavesTheTable()
    {
        JSInterop
            .SetupModule(m =>
                m.Identifier == "import" && m.Arguments[0] is string path && path.Contains("plotly", StringComparison.Ordinal)
            )
            .SetupVoid("importScript", _ => true)
            .SetException(new Microsoft.JSInterop.JSException("blocked"));
        var chart = Open(mayFail: true);
        chart.WaitForAssertion(() => Assert.Contains("could not be loaded", chart.Find(".nothing").TextContent, StringComparison.Ordinal));
        Assert.Single(chart.FindAll("button"));
    }

    private IRenderedComponent<Chart> Open(ChartSeries? series = null, bool mayFail = false)
    {
        var chart = Render<Chart>(p =>
            p.Add(c => c.Label, "Resolved").Add(c => c.EmptyText, "Nothing was measured.").Add(c => c.Series, [series ?? Series(20)])
        );
        if (series is null && !mayFail)
            chart.WaitForAssertion(() => Assert.Single(chart.FindAll("[id^=plot-]")));
        return chart;
    }

    private static ChartSeries Series(double last) => new("v1", [new(1.0, 10, Link: "a?n=1"), new(2.0, last)]);

    private static Task ClickAsync(IRenderedComponent<Chart> chart, int trace, int point) =>
        chart.InvokeAsync(() =>
            chart
                .FindComponent<ChartDrawing>()
                .Instance.ClickEvent([new EventDataPoint { TraceIndex = trace, PointIndex = JsonSerializer.SerializeToElement(point) }])
        );

    private sealed class FakeObserver : IResizeObserver, IResizeObserverFactory
    {
        private ElementReference observed;

        public event SizeChanged? OnResized;

        public bool IsDisposed { get; private set; }

        public bool HasHandlers => OnResized is not null;

        public IResizeObserver Create(ResizeObserverOptions options) => this;

        public IResizeObserver Create() => this;

        public Task<BoundingClientRect?> Observe(ElementReference element)
        {
            observed = element;
            return Task.FromResult<BoundingClientRect?>(Of(640));
        }

        public Task<IEnumerable<BoundingClientRect>> Observe(IEnumerable<ElementReference> elements) => throw new NotSupportedException();

        public Task Unobserve(ElementReference element) => Task.CompletedTask;

        public bool IsElementObserved(ElementReference reference) => true;

        public BoundingClientRect GetSizeInfo(ElementReference reference) => Of(640);

        public double GetHeight(ElementReference reference) => 260;

        public double GetWidth(ElementReference reference) => 640;

        public void Resize(double width) =>
            OnResized?.Invoke(new Dictionary<ElementReference, BoundingClientRect> { [observed] = Of(width) });

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }

        private static BoundingClientRect Of(double width) => new() { Width = width, Height = 260 };
    }
}
