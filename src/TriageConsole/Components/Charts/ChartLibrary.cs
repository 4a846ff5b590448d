using Microsoft.JSInterop;

namespace TriageConsole.Components.Charts;

/// <summary>
/// Loads plotly.js once per browser tab. A chart is drawn only after this: while the script loads, Plotly.Blazor queues the drawings of all
/// charts but the first and does not drop those whose page was left. One of them then fails, and the rest of the queue is lost.
/// </summary>
public sealed class ChartLibrary(IJSRuntime script)
{
    // The names that Plotly.Blazor itself uses, with the versions of its package. With others, the script would be loaded twice.
    private const string InteropPath = "./_content/Plotly.Blazor/plotly-interop-7.2.0.js";
    private const string ScriptPath = "./_content/Plotly.Blazor/plotly-basic-3.7.0.min.js";
    private const string ScriptId = "plotly-import";

    private Task? loading;

    /// <summary>Completes when plotly.js is there. Throws <see cref="JSException"/> if it cannot be loaded.</summary>
    public Task LoadAsync() => loading ??= ImportAsync();

    private async Task ImportAsync()
    {
        await using var module = await script.InvokeAsync<IJSObjectReference>("import", InteropPath);
        await module.InvokeVoidAsync("importScript", ScriptId, ScriptPath);
    }
}
