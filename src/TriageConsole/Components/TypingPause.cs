namespace TriageConsole.Components;

/// <summary>Waits until nothing was typed for a while, so that a draft is saved once and not with every key.</summary>
public sealed class TypingPause(TimeProvider time, TimeSpan length) : IDisposable
{
    private CancellationTokenSource? current;

    /// <summary>True once the pause is over; false where more was typed meanwhile, or the page is closing.</summary>
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

    /// <summary>What waits is not saved: it was published, or thrown away.</summary>
    public void Cancel() => current?.Cancel();

    public void Dispose() => current?.Dispose();
}
