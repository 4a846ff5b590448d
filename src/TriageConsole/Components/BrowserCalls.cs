using Microsoft.JSInterop;

namespace TriageConsole.Components;

/// <summary>Calls to the script of a page that its reader may leave at any time.</summary>
internal static class BrowserCalls
{
    /// <summary>Whether a call failed because the page or its browser is gone. Its script ended with it, so nothing has to be
    /// undone.</summary>
    public static bool IsLeft(Exception exception) =>
        exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException;

    /// <summary>Runs <paramref name="call"/>. False if the page or its browser is gone.</summary>
    public static async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception e) when (IsLeft(e))
        {
            return false;
        }
    }
}
