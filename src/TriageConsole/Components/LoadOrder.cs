namespace TriageConsole.Components;

/// <summary>
/// Runs the loads of a page one after the other. Two navigations, or a navigation and a reload after a change, can overlap; an older load
/// that ends last would show its rows under the newer address.
/// </summary>
public sealed class LoadOrder
{
    // Never disposed: it holds no handle, and a load can still wait when the page is left.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Runs a load when those before it have ended. It reads the page's parameters then, so the last load shows the latest.</summary>
    public async Task RunAsync(Func<Task> load)
    {
        await turn.WaitAsync();
        try
        {
            await load();
        }
        finally
        {
            turn.Release();
        }
    }
}
