namespace TriageConsole.Components;

/// <summary>Waits until typing pauses, so that a draft is saved once and not with every key.</summary>
public sealed class TypingPause(TimeProvider time, TimeSpan length) : IDisposable
{
    private CancellationTokenSource? current;

    /// <summary>True when the pause is over; false if typing continued or the page is closing.</summary>
    public async Task<bool> WaitAsync(CancellationToken closing)
    {
        Cancel();
        current?.Dispose();
        current = CancellationTokenSource.CreateLinkedTokenSource(closing);
        var token = current.Token;
        await Task.Delay(length, time, token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return !token.IsCancellationRequested;
    }

    /// <summary>Cancels the waiting save, because the draft was published or discarded.</summary>
    public void Cancel() => current?.Cancel();

    public void Dispose() => current?.Dispose();
}
