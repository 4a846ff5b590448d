using Microsoft.AspNetCore.Components;

namespace TriageConsole.Components;

/// <summary>A component with work that no event handler awaits: timers, notifications, saving after a pause.</summary>
public abstract class BackgroundComponent : ComponentBase
{
    /// <summary>
    /// Runs the work on the component's thread. Exceptions reach the error boundary and the log; a discarded task would lose them.
    /// </summary>
    protected void Run(Func<Task> work) => _ = InvokeAsync(() => GuardAsync(work));

    protected void Run(Action work) =>
        Run(() =>
        {
            work();
            return Task.CompletedTask;
        });

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The component was closed in the meantime.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
