using System.Globalization;

namespace TriageConsole.Components.Charts;

/// <summary>A position on an axis: a time, a number or a name. Callers pass the value itself; it converts implicitly.</summary>
public readonly record struct ChartValue
{
    private ChartValue(DateTimeOffset? time, double? number, string? name) => (Time, Number, Name) = (time, number, name);

    public DateTimeOffset? Time { get; }

    public double? Number { get; }

    public string? Name { get; }

    public static implicit operator ChartValue(DateTimeOffset time) => FromDateTimeOffset(time);

    public static implicit operator ChartValue(DateOnly day) => FromDateOnly(day);

    public static implicit operator ChartValue(double number) => FromDouble(number);

    public static implicit operator ChartValue(string name) => FromString(name);

    public static ChartValue FromDateTimeOffset(DateTimeOffset time) => new(time.ToUniversalTime(), null, null);

    /// <summary>The start of the day in UTC.</summary>
    public static ChartValue FromDateOnly(DateOnly day) => new(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), null, null);

    public static ChartValue FromDouble(double number) => new(null, number, null);

    public static ChartValue FromString(string name) => new(null, null, name);

    /// <summary>The same value; a time with the clock of a time zone.</summary>
    public ChartValue In(TimeZoneInfo zone) => Time is { } time ? new(TimeZoneInfo.ConvertTime(time, zone), null, null) : this;

    /// <summary>The value for display: a day, a time, a number or a name.</summary>
    public override string ToString() =>
        this switch
        {
            { Time: { } time } when time.TimeOfDay == TimeSpan.Zero && time.Offset == TimeSpan.Zero => time.ToString(
                "d MMM yyyy",
                CultureInfo.InvariantCulture
            ),
            { Time: { } time } when time.Offset == TimeSpan.Zero => time.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture),
            { Time: { } time } => time.ToString("d MMM yyyy HH:mm zzz", CultureInfo.InvariantCulture),
            { Number: { } number } => Figures.Number(number),
            _ => Name ?? "",
        };
}
