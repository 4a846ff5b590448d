namespace TriageConsole.Tests.Shared;

/// <summary>The one way that tests wait for what a background task or another process is about to do.</summary>
public static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Against a test that never ends; no test measures time by it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the condition holds. An exception of the condition counts as not yet where <paramref name="tolerant"/> is set.</summary>
    /// <exception cref="TimeoutException">It did not hold within a minute.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what = "The condition", bool tolerant = false)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await HoldsAsync(condition, tolerant && !limit.IsCancellationRequested))
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{what} did not come true within {Limit.TotalSeconds} s.");
            await Task.Delay(Pause);
        }
    }

    private static async Task<bool> HoldsAsync(Func<Task<bool>> condition, bool tolerant)
    {
        try
        {
            return await condition();
        }
        catch (Exception) when (tolerant)
        {
            return false;
        }
    }
}
