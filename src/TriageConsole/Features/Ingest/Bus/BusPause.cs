namespace TriageConsole.Features.Ingest.Bus;

/// <summary>The pauses between attempts: half a second, then twice as long each time, up to a limit.</summary>
internal sealed class BusPause(double maxSeconds)
{
    private const double FirstSeconds = 0.5;

    private double next = FirstSeconds;

    public TimeSpan Next()
    {
        var seconds = Math.Min(next, maxSeconds);
        next = seconds * 2;
        return TimeSpan.FromSeconds(seconds);
    }

    /// <summary>A pause for the limit of a key. It is not longer than the others, so that a higher limit applies soon.</summary>
    public TimeSpan UpTo(TimeSpan wait)
    {
        Reset();
        return wait.TotalSeconds > maxSeconds ? TimeSpan.FromSeconds(maxSeconds) : wait;
    }

    public void Reset() => next = FirstSeconds;
}
