using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Plotly.Blazor;

namespace TriageConsole.Components.Charts;

/// <summary>
/// The chart of Plotly.Blazor. It loads plotly.js at its first drawing; a script that does not load must not end the page.
/// </summary>
public sealed class ChartDrawing : PlotlyChart
{
    /// <summary>Raised if plotly.js did not load.</summary>
    [Parameter]
    public EventCallback Failed { get; set; }

    /// <summary>Draws the current parameters. Plotly.Blazor does not do this when they change.</summary>
    public Task RedrawAsync() => DrawAsync(() => React());

    protected override Task OnAfterRenderAsync(bool firstRender) =>
        DrawAsync(async () =>
        {
            await base.OnAfterRenderAsync(firstRender);
            if (firstRender && ClickAction is not null)
                await SubscribeClickEvent();
        });

    private async Task DrawAsync(Func<Task> draw)
    {
        try
        {
            await draw();
        }
        catch (JSDisconnectedException)
        {
            // The browser disconnected.
        }
        catch (Exception e) when (e is JSException or TaskCanceledException)
        {
            await Failed.InvokeAsync();
        }
    }
}
