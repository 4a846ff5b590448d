using Microsoft.JSInterop;
using TriageConsole.Components;

namespace TriageConsole.Shell.Theme;

/// <summary>
/// The theme of one browser tab. The stylesheet alone follows it; only drawings whose colors are computed on the server must know it.
/// </summary>
public sealed class ThemeState(IJSRuntime script) : IAsyncDisposable
{
    private DotNetObjectReference<ThemeState>? reference;
    private IJSObjectReference? module;
    private Task? started;
    private bool isDisposed;

    /// <summary>Whether the page is dark now. Known after <see cref="StartAsync"/>.</summary>
    public bool IsDark { get; private set; }

    /// <summary>What the person chose: <c>system</c>, <c>light</c> or <c>dark</c>. Known after <see cref="StartAsync"/>.</summary>
    public string Chosen { get; private set; } = "system";

    /// <summary>Raised after the mode changed, by the person or by the system. Handlers must switch to their own dispatcher.</summary>
    public event Action? Changed;

    /// <summary>Reads the mode once, and follows it from then on. After the first render only.</summary>
    public Task StartAsync() => started ??= FollowAsync();

    /// <summary>Keeps the choice in a cookie, so that the first response already has it.</summary>
    public async Task ChooseAsync(string mode)
    {
        await StartAsync();
        if (module is null || isDisposed)
            return;
        Chosen = mode;
        await module.InvokeVoidAsync("choose", mode);
    }

    [JSInvokable]
    public void OnChanged(bool isDark)
    {
        if (IsDark == isDark)
            return;
        IsDark = isDark;
        Changed?.Invoke();
    }

    private async Task FollowAsync()
    {
        await BrowserCalls.TryAsync(async () =>
        {
            module = await script.InvokeAsync<IJSObjectReference>("import", "./theme.js");
            if (isDisposed)
                return;
            reference = DotNetObjectReference.Create(this);
            Chosen = await module.InvokeAsync<string>("chosen");
            OnChanged(await module.InvokeAsync<bool>("follow", reference));
        });
    }

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        reference?.Dispose();
        if (module is { } loaded)
            await BrowserCalls.TryAsync(() => loaded.DisposeAsync().AsTask());
    }
}
