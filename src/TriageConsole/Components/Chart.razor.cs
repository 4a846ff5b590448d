using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TriageConsole.Components.Charts;

namespace TriageConsole.Components;

/// <summary>The chart component of all pages. It draws typed series and offers a table of the same numbers.</summary>
public sealed partial class Chart(IJSRuntime script) : ComponentBase, IAsyncDisposable
{
    internal static readonly JsonSerializerOptions Spelling = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly string tableId = $"table-{Guid.NewGuid():N}";
    private ElementReference plot;
    private IJSObjectReference? module;
    private byte[]? pending;
    private byte[] drawn = [];
    private bool isEmpty = true;
    private bool isTableOpen;
    private bool isDisposed;

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
    public string EmptyText { get; set; } = "Nothing to draw yet.";

    /// <summary>A note on how to read the chart: "hollow: fewer than 10 items".</summary>
    [Parameter]
    public string? Note { get; set; }

    private string Summary => ChartSummary.Of(Label, Series, Marks, Y);

    protected override void OnParametersSet()
    {
        isEmpty = ChartMapping.IsEmpty(Series);
        if (isEmpty)
            isTableOpen = false;
        var figure = isEmpty ? [] : JsonSerializer.SerializeToUtf8Bytes(ChartMapping.Map(Series, Marks, X, Y, IsStacked), Spelling);
        // Send the figure only if it changed. Only the hash stays in memory, to keep circuits small.
        var hash = SHA256.HashData(figure);
        if (hash.AsSpan().SequenceEqual(drawn))
            return;
        (pending, drawn) = (figure, hash);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (pending is not { } figure)
            return;
        pending = null;
        try
        {
            module ??= await script.InvokeAsync<IJSObjectReference>("import", "./Components/Chart.razor.js");
            if (isDisposed)
                await module.DisposeAsync();
            else
                await module.InvokeVoidAsync("draw", plot, figure, Assets["lib/plotly.min.js"]);
        }
        catch (JSDisconnectedException)
        {
            // The browser disconnected.
        }
    }

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        if (module is null)
            return;
        try
        {
            await module.InvokeVoidAsync("remove", plot);
            await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser disconnected; the drawing is gone with it.
        }
    }
}
