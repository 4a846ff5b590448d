using Microsoft.JSInterop;

namespace TriageConsole.Shell.Theme;

/// <summary>
/// The theme of one browser tab. The stylesheet alone follows it; only drawings whose colors are computed on the server must know it.
/// </summary>
public sealed class ThemeState(IJSRuntime script) : IAsyncDisposable
{
    private DotNetObjectReference<ThemeState>? reference;
    private Task<IJSObjectReference>? module;
    private bool isDisposed;

    /// <summary>Whether the page is dark now. Known after the first call of <see cref="StartAsync"/>.</summary>
    public bool IsDark { get; private set; }

    /// <summary>Raised after the mode changed, by the person or by the system. Handlers must switch to their own dispatcher.</summary>
    public event Action? Changed;

    /// <summary>Reads the mode and follows it from then on.</summary>
    public async Task StartAsync()
    {
        if (reference is not null)
            return;
        reference = DotNetObjectReference.Create(this);
        var loaded = await ModuleAsync();
        // The tab can close while the script loads.
        if (isDisposed)
            return;
        IsDark = await loaded.InvokeAsync<bool>("follow", reference);
        Changed?.Invoke();
    }

    /// <summary>The chosen mode: <c>system</c>, <c>light</c> or <c>dark</c>.</summary>
    public async Task<string> ChosenAsync() => await (await ModuleAsync()).InvokeAsync<string>("chosen");

    /// <summary>Keeps the choice in a cookie, so that the first response already has it.</summary>
    public async Task ChooseAsync(string mode) => await (await ModuleAsync()).InvokeVoidAsync("choose", mode);

    [JSInvokable]
    public void OnChanged(bool isDark)
    {
        if (IsDark == isDark)
            return;
        IsDark = isDark;
        Changed?.Invoke();
    }

    private Task<IJSObjectReference> ModuleAsync() => module ??= script.InvokeAsync<IJSObjectReference>("import", "./theme.js").AsTask();

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        reference?.Dispose();
        if (module is not { IsCompletedSuccessfully: true })
            return;
        try
        {
            await (await module).DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser disconnected.
        }
    }
}
