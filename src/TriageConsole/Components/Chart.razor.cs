using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TriageConsole.Components.Charts;

namespace TriageConsole.Components;

/// <summary>The one chart of the product: typed series in, a drawing and a table of the same numbers out.</summary>
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

    /// <summary>What the chart shows, for who does not see it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Lines that say: from here on something is different.</summary>
    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    [Parameter]
    public ChartAxis X { get; set; } = new();

    [Parameter]
    public ChartAxis Y { get; set; } = new();

    [Parameter]
    public ChartHeight Height { get; set; }

    /// <summary>Bars and areas stand on each other instead of side by side.</summary>
    [Parameter]
    public bool IsStacked { get; set; }

    /// <summary>Stands in the chart's place while there is nothing to draw.</summary>
    [Parameter]
    public string EmptyText { get; set; } = "Nothing to draw yet.";

    /// <summary>How to read it: "hollow: fewer than 10 items".</summary>
    [Parameter]
    public string? Note { get; set; }

    private string Summary => ChartSummary.Of(Label, Series, Marks, Y);

    protected override void OnParametersSet()
    {
        isEmpty = ChartMapping.IsEmpty(Series);
        if (isEmpty)
            isTableOpen = false;
        var figure = isEmpty ? [] : JsonSerializer.SerializeToUtf8Bytes(ChartMapping.Map(Series, Marks, X, Y, IsStacked), Spelling);
        // Only what changed crosses the wire, and nothing of it stays here but its hash.
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
            // The page went away first.
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
            // The page went away first, and its drawing with it.
        }
    }
}
