using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace TriageConsole.Components;

/// <summary>
/// A component whose script follows the keys in <see cref="Root"/>. The module at <see cref="ModulePath"/> exports
/// <c>attach(element)</c> and <c>detach(element)</c>.
/// </summary>
public abstract class ScriptedComponent : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? module;
    private bool isDisposed;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    protected ElementReference Root { get; set; }

    protected abstract string ModulePath { get; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        await BrowserCalls.TryAsync(async () =>
        {
            var loaded = await Script.InvokeAsync<IJSObjectReference>("import", ModulePath);
            if (isDisposed)
            {
                await loaded.DisposeAsync();
                return;
            }

            module = loaded;
            await module.InvokeVoidAsync("attach", Root);
        });
    }

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        GC.SuppressFinalize(this);
        if (module is not { } loaded)
            return;
        await BrowserCalls.TryAsync(async () =>
        {
            await loaded.InvokeVoidAsync("detach", Root);
            await loaded.DisposeAsync();
        });
    }
}
