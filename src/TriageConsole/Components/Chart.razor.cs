using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor.Interop;
using MudBlazor.Services;
using Plotly.Blazor;
using Plotly.Blazor.ConfigLib;
using Plotly.Blazor.Interop;
using TriageConsole.Components.Charts;
using TriageConsole.Core;
using TriageConsole.Shell.Theme;

namespace TriageConsole.Components;

/// <summary>The chart component of all pages. It draws typed series and offers a table of the same numbers.</summary>
public sealed partial class Chart(
    IJSRuntime script,
    NavigationManager navigation,
    ChartLibrary library,
    ThemeState theme,
    IResizeObserverFactory observers
) : BackgroundComponent, IAsyncDisposable
{
    private static readonly JsonSerializerOptions Hashed = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly Config Config = new()
    {
        DisplayModeBar = DisplayModeBarEnum.False,
        DisplayLogo = false,
        DoubleClick = DoubleClickEnum.False,
        ScrollZoom = ScrollZoomFlag.False,
        ShowTips = false,
        TypesetMath = false,
        // The size is set by the server, which needs it to place labels.
        Responsive = false,
    };

    private readonly string plotId = $"plot-{Guid.NewGuid():N}";
    private readonly string tableId = $"table-{Guid.NewGuid():N}";
    private ElementReference plot;
    private TimeZoneInfo zone = TimeZoneInfo.Utc;

    /// <summary>The parameters with times on the clock of <see cref="zone"/>.</summary>
    private IReadOnlyList<ChartSeries> series = [];
    private IReadOnlyList<ChartMark> marks = [];
    private ChartAxis x = new();
    private ChartDrawing? drawing;
    private ChartFigure? figure;
    private IResizeObserver? observer;
    private byte[] drawn = [];
    private (int Width, int Height) size;
    private bool isChanged;
    private bool isEmpty = true;
    private bool isFailed;
    private bool isTableOpen;
    private bool isDisposed;
    private bool inNewTab;
    private string? saveProblem;

    [Parameter, EditorRequired]
    public IReadOnlyList<ChartSeries> Series { get; set; } = [];

    /// <summary>Describes the chart for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Vertical lines that mark a change, for example a release.</summary>
    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    [Parameter]
    public ChartAxis X { get; set; } = new();

    [Parameter]
    public ChartAxis Y { get; set; } = new();

    [Parameter]
    public ChartHeight Height { get; set; }

    /// <summary>Stacks bars and areas instead of drawing them side by side.</summary>
    [Parameter]
    public bool IsStacked { get; set; }

    /// <summary>Shown instead of the chart if there is nothing to draw.</summary>
    [Parameter]
    public string EmptyText { get; set; } = "No data yet.";

    /// <summary>A note on how to read the chart: "hollow: fewer than 10 items".</summary>
    [Parameter]
    public string? Note { get; set; }

    private string Summary => ChartSummary.Of(Label, series, marks, Y);

    protected override void OnParametersSet()
    {
        (zone, series, marks, x) = (TimeZoneInfo.Utc, Series, Marks, X);
        if (!Times.IsUtc(Times.Zone) && !ChartZone.HasDaysOfUtc(Series))
        {
            zone = Times.Zone;
            (series, marks, x) = (ChartZone.In(Series, zone), ChartZone.In(Marks, zone), ChartZone.In(X, zone));
        }

        isEmpty = ChartMapping.IsEmpty(Series);
        if (isEmpty)
            isTableOpen = false;
        Prepare();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await StartAsync();
        if (!isChanged || drawing is null)
            return;
        isChanged = false;
        await drawing.RedrawAsync();
    }

    /// <summary>Loads the library, and follows the size and the theme. All must be known before the first drawing.</summary>
    private async Task StartAsync()
    {
        try
        {
            theme.Changed += OnThemeChanged;
            await theme.StartAsync();
            await library.LoadAsync();
            if (isDisposed)
                return;
            observer = observers.Create();
            observer.OnResized += OnResized;
            if (await observer.Observe(plot) is { } rectangle)
                Resize(rectangle);
            if (isDisposed)
                await observer.DisposeAsync();
        }
        catch (Exception e) when (BrowserCalls.IsLeft(e))
        {
            // The browser disconnected.
        }
        catch (JSException)
        {
            Fail();
            StateHasChanged();
        }
    }

    private void OnThemeChanged() =>
        Run(() =>
        {
            Prepare();
            StateHasChanged();
        });

    private void OnResized(IDictionary<ElementReference, BoundingClientRect> changes) =>
        Run(() =>
        {
            if (changes.TryGetValue(plot, out var rectangle))
                Resize(rectangle);
        });

    private void Resize(BoundingClientRect rectangle)
    {
        var now = ((int)rectangle.Width, (int)rectangle.Height);
        // A hidden chart has no size and keeps its drawing.
        if (isDisposed || now == size || now.Item1 <= 0 || now.Item2 <= 0)
            return;
        size = now;
        Prepare();
        StateHasChanged();
    }

    /// <summary>Computes the drawing again if anything changed. Only a hash of its input is kept, to keep circuits small.</summary>
    private void Prepare()
    {
        if (isEmpty || size.Width == 0)
        {
            (figure, drawing, drawn) = (null, null, []);
            return;
        }

        var input = new ChartInput(series, marks, x, Y, IsStacked, size.Width, size.Height, theme.IsDark);
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input, Hashed));
        if (hash.AsSpan().SequenceEqual(drawn))
            return;
        // A new drawing component draws by itself.
        (figure, drawn, isChanged) = (ChartMapping.Map(input), hash, drawing is not null);
    }

    /// <summary>The click of plotly.js does not tell the keys.</summary>
    private void RememberKeys(MouseEventArgs e) => inNewTab = e.CtrlKey || e.MetaKey;

    private void OpenPoint(IEnumerable<EventDataPoint> points)
    {
        if (
            points.FirstOrDefault() is not { PointIndex: JsonElement { ValueKind: JsonValueKind.Number } index } point
            || figure?.Link(point.TraceIndex, index.GetInt32()) is not { } link
        )
            return;
        if (inNewTab)
            Run(() => script.InvokeVoidAsync("open", navigation.ToAbsoluteUri(link).ToString(), "_blank", "noopener").AsTask());
        else
            navigation.NavigateTo(link);
    }

    private async Task SaveAsync()
    {
        saveProblem = null;
        try
        {
            await BrowserCalls.TryAsync(async () =>
            {
                await using var module = await script.InvokeAsync<IJSObjectReference>("import", "./Components/Chart.razor.js");
                await module.InvokeVoidAsync("savePng", plotId, FileName);
            });
        }
        catch (JSException)
        {
            saveProblem = "The browser could not save the image.";
        }
    }

    /// <summary>plotly.js adds the extension. Names of charts contain names of metrics, which may hold any character.</summary>
    private string FileName => string.Concat(Texts.Begin(Label, 80).Select(c => char.IsLetterOrDigit(c) ? c : '-'));

    private void Fail() => isFailed = true;

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        theme.Changed -= OnThemeChanged;
        if (observer is null)
            return;
        observer.OnResized -= OnResized;
        await BrowserCalls.TryAsync(() => observer.DisposeAsync().AsTask());
    }
}
