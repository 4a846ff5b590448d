namespace TriageConsole.Tests.Shared;

/// <summary>Waits for a background task or another process. All tests use it.</summary>
public static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Prevents tests that never end. No test measures time with it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Polls until the condition is true. If <paramref name="tolerant"/> is set, an exception counts as false.</summary>
    /// <exception cref="TimeoutException">The condition was not true within two minutes.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what = "The condition", bool tolerant = false)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await HoldsAsync(condition, tolerant && !limit.IsCancellationRequested))
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{what} was not true within {Limit.TotalSeconds} s.");
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
