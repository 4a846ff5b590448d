using System.Globalization;

namespace TriageConsole.Core;

/// <summary>
/// Parses times from text or numbers: events, query parameters, dates of documents. It does not guess: anything that is not ISO 8601 or a
/// plausible epoch is rejected. Times are truncated to microseconds, the precision of both databases.
/// </summary>
public static class TimeText
{
    /// <summary>The smallest epoch. Smaller numbers are dates without separators (20260504) or mistakes.</summary>
    private static readonly DateTimeOffset FirstEpoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The upper limit of epochs in seconds, so that seconds, milliseconds and microseconds cannot be confused.</summary>
    private const decimal LastEpochSeconds = 10_000_000_000m;

    /// <summary>The time in UTC, truncated to whole microseconds.</summary>
    /// <param name="time">Any time.</param>
    public static DateTimeOffset Stored(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>
    /// Parses <c>2026-05-04</c>, <c>2026-05-04T09:30</c>, optional seconds, a fraction of any length, and <c>Z</c>, <c>+02:00</c>,
    /// <c>+0200</c> or <c>+02</c>. A space can replace the T. Without an offset the time is UTC. Also parses an epoch in digits, see
    /// <see cref="TryEpoch"/>.
    /// </summary>
    /// <param name="text">The text; surrounding white space is ignored.</param>
    /// <param name="time">The time in UTC.</param>
    public static bool TryRead(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null)
            return false;
        var t = text.AsSpan().Trim();
        if (t.Length > 0 && t.IndexOfAnyExceptInRange('0', '9') is var other && (other < 0 || (t[other] == '.' && other >= 9)))
            return decimal.TryParse(t, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var epoch)
                && TryEpoch(epoch, out time);
        var at = 0;
        if (
            !Digits(t, ref at, 4, out var year)
            || !Skip(t, ref at, '-')
            || !Digits(t, ref at, 2, out var month)
            || !Skip(t, ref at, '-')
            || !Digits(t, ref at, 2, out var day)
        )
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        var ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        if (
            at < t.Length
            && (!TryTimeOfDay(t, ref at, out var ofDay, out var offset) || at != t.Length || !IsInCalendar(ticks += ofDay - offset))
        )
            return false;
        time = Stored(new DateTimeOffset(ticks, TimeSpan.Zero));
        return true;
    }

    /// <summary>Parses seconds or milliseconds since 1970, for the years 2000 to 2286; rejects any other number.</summary>
    /// <param name="number">The number as sent.</param>
    /// <param name="time">The time in UTC.</param>
    public static bool TryEpoch(decimal number, out DateTimeOffset time)
    {
        time = default;
        var seconds = number < LastEpochSeconds ? number : number / 1000;
        if (seconds < FirstEpoch.ToUnixTimeSeconds() || seconds >= LastEpochSeconds)
            return false;
        time = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    private static bool TryTimeOfDay(ReadOnlySpan<char> t, ref int at, out long ofDay, out long offset)
    {
        (ofDay, offset) = (0, 0);
        if (t[at] is not ('T' or 't' or ' '))
            return false;
        at++;
        if (
            !Digits(t, ref at, 2, out var hour)
            || !Skip(t, ref at, ':')
            || !Digits(t, ref at, 2, out var minute)
            || hour > 23
            || minute > 59
        )
            return false;
        ofDay = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        if (Skip(t, ref at, ':'))
        {
            if (!Digits(t, ref at, 2, out var second) || second > 59)
                return false;
            ofDay += second * TimeSpan.TicksPerSecond;
            if (at < t.Length && t[at] is '.' or ',' && !Fraction(t, ref at, ref ofDay))
                return false;
        }

        return at == t.Length || TryOffset(t, ref at, out offset);
    }

    private static bool Fraction(ReadOnlySpan<char> t, ref int at, ref long ticks)
    {
        var begin = ++at;
        var unit = TimeSpan.TicksPerSecond / 10;
        for (; at < t.Length && char.IsAsciiDigit(t[at]); at++, unit /= 10)
            ticks += (t[at] - '0') * unit;
        return at > begin;
    }

    private static bool TryOffset(ReadOnlySpan<char> t, ref int at, out long offset)
    {
        offset = 0;
        if (t[at] is 'Z' or 'z')
        {
            at++;
            return true;
        }

        if (t[at] is not ('+' or '-'))
            return false;
        var sign = t[at++] == '-' ? -1 : 1;
        if (!Digits(t, ref at, 2, out var hours))
            return false;
        var minutes = 0;
        if (at < t.Length)
        {
            Skip(t, ref at, ':');
            if (!Digits(t, ref at, 2, out minutes))
                return false;
        }

        offset = sign * ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute));
        return minutes <= 59 && (hours * 60) + minutes <= 14 * 60;
    }

    private static bool IsInCalendar(long ticks) => ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;

    private static bool Skip(ReadOnlySpan<char> t, ref int at, char expected)
    {
        if (at >= t.Length || t[at] != expected)
            return false;
        at++;
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> t, ref int at, int count, out int value)
    {
        value = 0;
        if (at + count > t.Length)
            return false;
        for (var end = at + count; at < end; at++)
        {
            if (!char.IsAsciiDigit(t[at]))
                return false;
            value = (value * 10) + (t[at] - '0');
        }

        return true;
    }
}
