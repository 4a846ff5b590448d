using System.Globalization;

namespace TriageConsole.Core.Reports;

/// <summary>A week of ISO 8601: Monday to Sunday in UTC. Week 1 contains the first Thursday of its year.</summary>
/// <param name="Year">The year of the week, from 1970 to 2199.</param>
/// <param name="Number">1 to 52 or 53.</param>
public readonly record struct IsoWeek(int Year, int Number)
{
    private const int FirstYear = 1970;
    private const int LastYear = 2199;
    private static readonly TimeSpan Length = TimeSpan.FromDays(7);

    /// <summary>Monday, midnight UTC.</summary>
    public DateTimeOffset Start => new(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday), TimeSpan.Zero);

    /// <summary>The next Monday, midnight UTC. It is not part of the week.</summary>
    public DateTimeOffset End => Start + Length;

    /// <summary>The first day.</summary>
    public DateOnly FirstDay => DateOnly.FromDateTime(Start.UtcDateTime);

    /// <summary>The last day.</summary>
    public DateOnly LastDay => FirstDay.AddDays(6);

    /// <summary>The week before.</summary>
    public IsoWeek Previous => Of(Start - Length);

    /// <summary>The week after.</summary>
    public IsoWeek Next => Of(End);

    /// <summary>The week that contains a time.</summary>
    public static IsoWeek Of(DateTimeOffset time) => new(ISOWeek.GetYear(time.UtcDateTime), ISOWeek.GetWeekOfYear(time.UtcDateTime));

    /// <summary>The last week that has ended.</summary>
    public static IsoWeek LastComplete(DateTimeOffset now) => Of(now - Length);

    /// <summary>Reads the form <c>2026-W47</c>. False for other texts and for weeks that do not exist.</summary>
    public static bool TryParse(string? text, out IsoWeek week)
    {
        week = default;
        if (
            text is not { Length: 8 }
            || text[4] != '-'
            || text[5] is not ('W' or 'w')
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < FirstYear or > LastYear
            || number < 1
            || number > ISOWeek.GetWeeksInYear(year)
        )
            return false;
        week = new IsoWeek(year, number);
        return true;
    }

    /// <summary>The form <c>2026-W47</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-W{Number:00}");
}
