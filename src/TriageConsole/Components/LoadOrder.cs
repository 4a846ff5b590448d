namespace TriageConsole.Components;

/// <summary>
/// Runs the loads of a page one after the other. Two navigations, or a navigation and a reload after a change, can overlap; an older
/// load that ends last would show its rows under the newer address.
/// </summary>
public sealed class LoadOrder
{
    private Task last = Task.CompletedTask;

    /// <summary>Runs a load when those before it have ended. It reads the parameters then, so the last load shows the latest.</summary>
    public async Task RunAsync(Func<Task> load)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Interlocked.Exchange(ref last, done.Task);
        try
        {
            await load();
        }
        finally
        {
            done.SetResult();
        }
    }
}
