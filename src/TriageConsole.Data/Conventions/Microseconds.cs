namespace TriageConsole.Data;

/// <summary>
/// Stores times with microsecond precision on both providers, so that a value that is read equals the value that was stored.
/// </summary>
public static class Microseconds
{
    /// <summary>Converts a time to UTC and truncates it to microseconds.</summary>
    public static DateTimeOffset Of(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
