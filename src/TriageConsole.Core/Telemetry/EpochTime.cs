namespace TriageConsole.Core.Telemetry;

/// <summary>
/// Reads a time since 1970. The protocol says nanoseconds, but senders also send microseconds, milliseconds or seconds. The ranges of the
/// four do not overlap for the years 1973 to 2286, so the size of the number decides.
/// </summary>
public static class EpochTime
{
    private const ulong FirstMilliseconds = 100_000_000_000;
    private const ulong FirstMicroseconds = FirstMilliseconds * 1000;
    private const ulong FirstNanoseconds = FirstMicroseconds * 1000;

    /// <summary>The time in whole microseconds; null for 0.</summary>
    /// <param name="sent">The number as sent.</param>
    public static DateTimeOffset? Read(ulong sent)
    {
        var microseconds = sent switch
        {
            0 => 0UL,
            < FirstMilliseconds => sent * 1_000_000,
            < FirstMicroseconds => sent * 1000,
            < FirstNanoseconds => sent,
            _ => sent / 1000,
        };
        return microseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((long)microseconds * 10);
    }
}
