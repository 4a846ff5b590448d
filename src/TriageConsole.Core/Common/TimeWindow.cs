namespace TriageConsole.Core.Common;

/// <summary>A period from <paramref name="Start"/> (included) to <paramref name="End"/> (excluded), in UTC.</summary>
/// <param name="Start">The first moment of the window.</param>
/// <param name="End">The first moment after it.</param>
public readonly record struct TimeWindow(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Length of the shortest rollup windows.</summary>
    public static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    /// <summary>One hour.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>One day of 24 hours; it begins at midnight UTC.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Seven days, not aligned to a weekday.</summary>
    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The length of the window.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>
    /// The window of this length that contains the time. Windows are counted from 0001-01-01 UTC, so five minutes, hours and days are
    /// aligned to the clock.
    /// </summary>
    /// <param name="time">Any time.</param>
    /// <param name="length">Above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above zero.</exception>
    public static TimeWindow Of(DateTimeOffset time, TimeSpan length)
    {
        var start = Floor(time, length);
        return new TimeWindow(start, start + length);
    }

    /// <summary>The start of the five-minute window that contains the time, in UTC.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time) => Floor(time, FiveMinutes);

    /// <summary>The start of the window of this length that contains the time, in UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above zero.</exception>
    public static DateTimeOffset Floor(DateTimeOffset time, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        return new DateTimeOffset(time.UtcTicks - (time.UtcTicks % length.Ticks), TimeSpan.Zero);
    }

    /// <summary>The start of the first window of this length that begins at or after the time, in UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above zero, or no window begins at or after the time.</exception>
    public static DateTimeOffset Ceiling(DateTimeOffset time, TimeSpan length) =>
        Floor(time, length) is var floor && floor == time ? floor : floor + length;

    /// <summary>The same for a length in minutes, the unit of rollups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above zero.</exception>
    public static DateTimeOffset Floor(DateTimeOffset time, int minutes) => Floor(time, TimeSpan.FromMinutes(minutes));

    /// <summary>The same for a length in minutes, the unit of rollups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above zero.</exception>
    public static DateTimeOffset Ceiling(DateTimeOffset time, int minutes) => Ceiling(time, TimeSpan.FromMinutes(minutes));

    /// <summary>The number of windows of this length from 0001-01-01 UTC to the one that contains the time: a key for grouping.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above zero.</exception>
    public static long Index(DateTimeOffset time, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        return time.UtcTicks / length.Ticks;
    }

    /// <summary>Whether the window contains the time.</summary>
    public bool Contains(DateTimeOffset time) => time >= Start && time < End;
}
